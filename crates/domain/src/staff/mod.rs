//! Who works here: what each role may do, and the rules of signing in. No
//! password is hashed and no session kept here; these are the rules alone.

pub mod password;
pub mod right;
mod role;
mod roles;
mod scope;
pub mod session;
pub mod throttle;
pub mod totp;

pub use right::Right;
pub use role::Role;
pub use roles::{Forbidden, Roles};
pub use scope::Scope;
