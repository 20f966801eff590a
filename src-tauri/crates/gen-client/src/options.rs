use std::time::Duration;

/// Whether the system's proxy is used. For a service on this computer none ever is: a proxy would
/// see the key, and could not reach the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProxyChoice {
    /// As the system or its environment variables say.
    #[default]
    System,
    /// Straight to the service.
    None,
}

/// Limits of the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientOptions {
    /// For name, connection, proxy and TLS together. 10 s: slow mobile links need a few, and below
    /// the total it makes "never sent" the answer of a dead network.
    pub connect_timeout: Duration,
    /// For the whole call with its body. 30 s: longer than any sensible answer, shorter than the
    /// patience of a person who watches.
    pub total_timeout: Duration,
    /// Longest body read, in bytes. 1 MiB: a job is a few kilobytes, a long list some hundred.
    pub max_body: usize,
    /// The system's proxy or none.
    pub proxy: ProxyChoice,
    /// Calls under way at once, at least 1; more wait their turn, which no time-out counts. 4: kind
    /// to one host, and enough that one slow answer holds nothing up.
    pub max_connections: usize,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            max_body: 1024 * 1024,
            proxy: ProxyChoice::System,
            max_connections: 4,
        }
    }
}
