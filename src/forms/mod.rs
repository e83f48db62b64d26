//! Forms: what a department is asked to fill in, and what comes back.
//!
//! * [`form`] says which cell of the form holds what; the writer, the live checks and the reader all ask it
//!   (`build` puts its rows in order);
//! * [`passport`] is what a form carries hidden: whose it is, and by which rules;
//! * [`answers`] are the cells that were filled in, as they were typed;
//! * [`live`] is what the form says to the person who fills it in: what is still missing, what conflicts, made of
//!   [`formula`], of which both the value and the text for Excel are read;
//! * [`returned`] reads a form that came back, and tells where it was changed, or why it is refused ([`refusal`]):
//!   `placing` says where each row stands, `misplaced` finds answers beside their place, `whose` decides whose it is;
//! * [`matching`] decides what becomes of every file (`asked` knows who was asked), [`file_outcome`] is what it says of it;
//! * [`collected`] joins what was taken into the sheets of one bureau workbook;
//! * [`changes`] tells what differs from the last round;
//! * [`return_forms`] finds the form's cell for every problem, so that the form can go back (`understood` puts what was
//!   written otherwise as the form asks for it).
//!
//! Nothing here knows of scores, of disks, or of how a form looks.

pub mod answers;
mod asked;
mod build;
pub mod changes;
pub mod collected;
pub mod file_outcome;
pub mod form;
pub mod formula;
pub mod live;
pub mod matching;
mod misplaced;
pub mod passport;
mod placing;
mod reader;
pub mod refusal;
pub mod return_forms;
pub mod returned;
mod slipped;
mod understood;
mod whose;

pub use answers::{Answers, Entry};
pub use form::{Form, Item, OutcomeColumn};
pub use passport::{NoPassport, Passport, Who};
