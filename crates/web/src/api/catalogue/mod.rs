//! Documents, cities, photo requirements and rejection reasons; no
//! authentication.

pub(crate) mod cities;
pub(crate) mod city_choice;
pub(crate) mod documents;
pub(crate) mod reasons;
pub(crate) mod requirements;
