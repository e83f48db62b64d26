//! Whose form it is, and of which year: what it says hidden and what it shows must be the same.

use super::form::{Form, FormRow};
use super::passport::Who;
use super::refusal::Refusal;
use crate::rulebook::Metric;
use crate::rulebook::metric::Role;
use crate::rulebook::naming::plain;
use crate::visible_text::shortened;

/// What a row of the form shows now.
type Shown<'s> = dyn Fn(&FormRow) -> Option<String> + 's;

/// Decides whose form it is.
///
/// # Errors
/// What it shows is another department, another year, or nobody.
pub(super) fn decide(form: &Form, shown: &Shown) -> Result<Who, Refusal> {
    same_year(form, shown)?;
    let of_role = |role| {
        let wanted =
            |row: &&FormRow| matches!(row, FormRow::Person(metric) if metric.role == Some(role));
        let text = shown(form.rows.iter().find(wanted)?)?;
        (!text.is_empty()).then_some(text)
    };
    let Some(given) = &form.passport.who else {
        let name = of_role(Role::Name).ok_or_else(|| {
            let name = form.book.role(Role::Name).map_or("部门名称", Metric::name);
            Refusal::Nameless(name.into())
        })?;
        return Ok(Who {
            code: of_role(Role::Code),
            name,
            group: of_role(Role::Group),
        });
    };
    let own = [Some(&given.name), given.code.as_ref()];
    for (role, own) in [Role::Name, Role::Code].into_iter().zip(own) {
        let now = of_role(role).unwrap_or_default();
        let own = own.map_or("", String::as_str);
        if form.book.role(role).is_some() && plain(&now) != plain(own) {
            return Err(Refusal::Renamed {
                given: format!("{} {}", given.code.as_deref().unwrap_or(""), given.name)
                    .trim()
                    .to_string(),
                shown: shortened(&now),
                is_name: role == Role::Name,
            });
        }
    }
    Ok(given.clone())
}

/// The year is what the form was made for: in its own line, and in the title.
fn same_year(form: &Form, shown: &Shown) -> Result<(), Refusal> {
    let given = form.passport.year;
    let other = |shown: &str| {
        Err(Refusal::OtherYear {
            given,
            shown: shortened(shown),
        })
    };
    for row in &form.rows {
        match row {
            FormRow::Person(metric) if metric.role == Some(Role::Year) => {
                let now = shown(row).unwrap_or_default();
                let bare = plain(&now);
                let bare = bare.trim_end_matches('度').trim_end_matches('年');
                if bare != given.to_string() {
                    return other(&now);
                }
            }
            FormRow::Title(_) => {
                let now = shown(row).unwrap_or_default();
                let written = year_in(&plain(&now));
                if written.is_some_and(|year| year != given) {
                    return other(&now);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The first number of four digits in a text.
fn year_in(text: &str) -> Option<u32> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers.find(|digits| digits.len() == 4)?.parse().ok()
}
