//! Documents, cities, what they ask of a photo, and why one is rejected; open to
//! everybody.

pub(crate) mod cities;
pub(crate) mod documents;
pub(crate) mod reasons;
pub(crate) mod requirements;
