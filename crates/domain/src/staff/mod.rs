//! Who works here: what each role may do, and the rules of signing in. No
//! password is hashed and no session kept here; these are the rules alone.

pub mod password;
pub mod role;
pub mod session;
pub mod throttle;
pub mod totp;

pub use role::{Forbidden, Right, Role, Roles};
