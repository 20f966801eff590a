//! The poller and the money, as the app uses them: the use cases on a real record in a folder of their own,
//! against a service on a real socket that does as it is told.

mod ending;
mod house;
mod lists;
mod money;
mod refusals;
mod server;
mod time;
mod turns;
