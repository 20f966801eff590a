//! The poller and the money, as the app uses them: the use cases on a real record in a folder of their own,
//! against a service on a real socket that does as it is told.

#[cfg(test)]
mod ending;
#[cfg(test)]
mod house;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod money;
#[cfg(test)]
mod paid_sources;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod schedules;
#[cfg(test)]
mod server;
#[cfg(test)]
mod time;
#[cfg(test)]
mod turns;
