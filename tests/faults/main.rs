//! What happens when the network, the service or the machine misbehaves.
