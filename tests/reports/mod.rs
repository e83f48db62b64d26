mod bureau;
mod department;
mod files;
mod templates;
mod word;

use jixiao::reports::{DepartmentReports, Template};

use crate::support::{Scored, Word};

/// The report of a department, by name, by a built-in template.
fn report(scored: &Scored, name: &str, template: &str) -> Word {
    let template = Template::built_in(template).expect("a built-in template");
    Word::of(&written(scored, name, &template))
}

fn written(scored: &Scored, name: &str, template: &Template) -> Vec<u8> {
    let records = &scored.evaluation.dataset.records;
    let place = records.iter().position(|record| record.name == name);
    let reports = DepartmentReports::new(&scored.evaluation, template).expect("it parses");
    let written = reports.write(place.expect("the department"));
    written.expect("it names what is there")
}
