//! Staff: roles, rights, and the rules for signing in. Hashing of passwords and
//! storage of sessions are elsewhere.

pub mod motion;
pub mod password;
pub mod right;
mod role;
mod roles;
mod scope;
pub mod session;
pub mod standing;
pub mod throttle;
pub mod totp;

pub use right::Right;
pub use role::Role;
pub use roles::{Forbidden, Roles};
pub use scope::Scope;
