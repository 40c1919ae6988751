//! Says where a connection may go.
//!
//! A service connects to addresses that its customers name. Under [`NetworkPolicy::Public`] none of them leads into
//! the service's own network: the addresses are checked when a connection is made, after the name was looked up, so
//! that neither a spelling of an address nor a name that changes its mind gets round it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;

/// The addresses that connections are made to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NetworkPolicy {
    /// Any, because self-hosted servers live on private networks.
    #[default]
    Any,
    /// Public ones alone.
    Public,
}

impl NetworkPolicy {
    /// The names, as users write them.
    pub const NAMES: &'static [&'static str] = &["any", "public"];

    /// The name, as users write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Public => "public",
        }
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "any" => Some(Self::Any),
            "public" => Some(Self::Public),
            _ => None,
        }
    }

    /// Says if an address may be connected to.
    pub fn allows(self, address: IpAddr) -> bool {
        self == Self::Any || is_public(address)
    }

    /// Says if a URL may be asked as far as it tells by itself, in an address or as `localhost`; any other name is
    /// looked up later.
    pub fn allows_url(self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        match host.trim_start_matches('[').trim_end_matches(']').parse() {
            Ok(address) => self.allows(address),
            Err(_) => self == Self::Any || !is_localhost(host),
        }
    }
}

/// A name has no address that may be connected to.
#[derive(Debug)]
pub struct NotPublic;

impl fmt::Display for NotPublic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("it has no public address, and network: \"public\" allows no other")
    }
}

impl std::error::Error for NotPublic {}

/// Says if a name is this very machine's, whatever a look-up would say.
fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

/// Says if an address is one of the public internet, by the registries of special-purpose addresses.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let is_special = match address.octets() {
        // This network, private, shared, loopback, link-local.
        [0 | 10 | 127, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] | [169, 254, ..] => {
            true
        }
        // Protocol assignments, 6to4 relays, benchmarks, documentation.
        [192, 0, 0 | 2, _] | [192, 88, 99, _] | [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _] => {
            true
        }
        // Multicast, reserved, broadcast.
        [224..=255, ..] => true,
        _ => false,
    };
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, third, fourth, _, _, seventh, eighth] = address.segments();
    let embedded = |high: u16, low: u16| {
        let [one, two] = high.to_be_bytes();
        let [three, four] = low.to_be_bytes();
        Ipv4Addr::new(one, two, three, four)
    };
    match (first, second, third, fourth) {
        // Addresses of version 4 in disguise are as public as those: mapped, translated, 6to4.
        (0, 0, 0, 0) => address.to_ipv4_mapped().is_some_and(is_public_v4),
        (0x64, 0xff9b, 0, 0) => is_public_v4(embedded(seventh, eighth)),
        (0x2002, ..) => is_public_v4(embedded(second, third)),
        // Of the global addresses those for documentation, protocols and Teredo are not.
        (0x2001, 0xdb8 | 0..=0x1ff, ..) | (0x3fff, 0..=0xfff, ..) => false,
        (0x2000..=0x3fff, ..) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_addresses_are_told_from_all_others() {
        for text in
            ["1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:1.1.1.1"]
        {
            assert!(is_public(text.parse().expect(text)), "{text}");
        }
        for text in [
            "0.0.0.0",
            "10.1.2.3",
            "127.0.0.1",
            "127.1.2.3",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "2001:db8::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001::1",
            "3fff::1",
            "fec0::1",
        ] {
            assert!(!is_public(text.parse().expect(text)), "{text}");
        }
    }

    #[test]
    fn every_spelling_of_an_address_is_one() {
        for text in [
            "http://127.0.0.1",
            "http://127.1",
            "http://2130706433",
            "http://0x7f000001",
            "http://0177.0.0.1",
            "http://[::1]",
            "http://[::ffff:127.0.0.1]",
            "http://169.254.169.254/latest",
            "http://127.0.0.1.",
            "http://LOCALHOST",
            "http://localhost.",
            "http://api.localhost",
        ] {
            let url = Url::parse(text).expect(text);
            assert!(!NetworkPolicy::Public.allows_url(&url), "{text}");
            assert!(NetworkPolicy::Any.allows_url(&url), "{text}");
        }
        assert!(NetworkPolicy::Public.allows_url(&Url::parse("https://api.trigger.dev").expect("a URL")));
    }
}
