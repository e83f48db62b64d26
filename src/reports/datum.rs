//! One figure that a template may name: its text, or a gap that asks for it.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Value};

/// A figure as people write it, or what to ask for where it is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Datum {
    text: Option<String>,
    /// What stands in its place.
    otherwise: String,
    /// 是 of a 是/否 figure.
    is_yes: bool,
    /// The number 0.
    is_zero: bool,
}

impl Datum {
    /// A text that may be missing; `wanted` is what to fill in.
    pub fn new(text: Option<String>, wanted: &str) -> Datum {
        Datum {
            is_yes: text.as_deref() == Some("是"),
            text: text.filter(|text| !text.trim().is_empty()),
            otherwise: gap(wanted),
            is_zero: false,
        }
    }

    /// A figure that cannot be had from the data, with what stands in its place.
    pub fn not_there(otherwise: String) -> Datum {
        Datum {
            text: None,
            otherwise,
            is_yes: false,
            is_zero: false,
        }
    }

    /// Says whether it is the number 0.
    pub fn zero(self, is_zero: bool) -> Datum {
        Datum { is_zero, ..self }
    }

    /// The text, where it is there, as a template's value.
    pub fn or(self, text: Option<String>) -> Value {
        Datum { text, ..self }.value()
    }

    /// As a template's value.
    pub fn value(self) -> Value {
        Value::from_object(self)
    }
}

/// A gap to be filled in.
pub fn gap(wanted: &str) -> String {
    format!("【请填写：{wanted}】")
}

impl Object for Datum {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    /// `.有`: whether it is there; `.是`: whether it is 是; `.为零`: whether it is 0.
    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        match key {
            "有" => Some(self.text.is_some().into()),
            "是" => Some(self.is_yes.into()),
            "为零" => Some(self.is_zero.into()),
            _ => None,
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    /// `{% if 数据.某项 %}` asks whether it is there.
    fn is_true(self: &Arc<Self>) -> bool {
        self.text.is_some()
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text.as_ref().unwrap_or(&self.otherwise))
    }
}
