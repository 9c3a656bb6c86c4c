//! The catalogue over all its data: what validation promises, what the rubric gives, what is found.
#![allow(clippy::unwrap_used)]

#[path = "catalogue/data.rs"]
mod data;
#[path = "catalogue/documents.rs"]
mod documents;
#[path = "catalogue/forms.rs"]
mod forms;
#[path = "catalogue/rubric.rs"]
mod rubric;
#[path = "catalogue/schema.rs"]
mod schema;
#[path = "catalogue/user.rs"]
mod user;
