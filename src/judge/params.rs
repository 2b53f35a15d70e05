//! Dated parameters: every threshold with the day it came into force and who says so.

use compact_str::CompactString;

use super::expr::Names;
use super::place::Kind;
use super::words::Words;
use crate::lang::Lang;
use crate::model::{Day, Instant};

/// One value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// A whole number, or a day since 1970.
    pub value: i64,
    /// The day it came into force.
    pub from: Day,
    /// The document it stands in.
    pub source: Words,
}

/// A parameter with all its values, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// The name in expressions.
    pub name: CompactString,
    /// What it is called on a screen; the name where nothing better is given.
    pub label: Words,
    /// Whether its values are days and not numbers.
    pub day: bool,
    /// Its values; at least one.
    pub versions: Vec<Version>,
}

impl Param {
    /// The value in force on a day; the earliest also holds before its date.
    pub fn on(&self, day: Day) -> Option<&Version> {
        let later = self.versions.partition_point(|version| version.from <= day);
        self.versions.get(later.saturating_sub(1))
    }

    /// A value as it is shown.
    pub fn show(&self, value: i64) -> String {
        if self.day { Day(value as i32).to_string() } else { value.to_string() }
    }

    /// What it is called.
    pub fn label(&self, lang: Lang) -> &str {
        self.label.pick(lang)
    }
}

/// All parameters of the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(pub(super) Vec<Param>);

impl Params {
    /// The values in force at an instant.
    pub fn at(&self, at: Instant) -> InForce<'_> {
        InForce { params: self, day: at.day() }
    }

    /// The parameter of a name.
    pub fn get(&self, name: &str) -> Option<&Param> {
        self.0.iter().find(|param| param.name == name)
    }

    /// Every parameter, in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = &Param> {
        self.0.iter()
    }

    pub(super) fn values(&self, day: Day) -> Vec<i64> {
        self.0.iter().map(|param| param.on(day).map_or(0, |version| version.value)).collect()
    }
}

/// The parameters of one day.
#[derive(Clone, Copy, Debug)]
pub struct InForce<'a> {
    params: &'a Params,
    day: Day,
}

impl<'a> InForce<'a> {
    /// A parameter's value: a number, or a day since 1970.
    pub fn value(&self, name: &str) -> Option<i64> {
        self.version(name).map(|version| version.value)
    }

    /// A parameter's value with its date and source.
    pub fn version(&self, name: &str) -> Option<&'a Version> {
        self.params.get(name)?.on(self.day)
    }
}

impl Names for Params {
    fn param(&self, name: &str) -> Option<(u16, Kind)> {
        let at = self.0.iter().position(|param| param.name == name)?;
        Some((at as u16, if self.0[at].day { Kind::Day } else { Kind::Count }))
    }

    fn all(&self) -> Vec<&str> {
        self.0.iter().map(|param| param.name.as_str()).collect()
    }
}
