//! Where the QR code of a licence may lead.

use super::error::IssueError;

/// Most characters of an address.
const MOST: usize = 200;

/// Checks an address that QR codes of licences are to lead to, before the first licence is issued.
///
/// A person follows it without seeing it, so it is `https://` with a name of a host; `http://` is for
/// the machine itself (`localhost`, 127.0.0.0/8, `[::1]`), where a demonstration may listen. Printable
/// ASCII without `#`, since the identifier follows as a fragment.
///
/// # Errors
///
/// [`IssueError::VerificationAddress`].
pub fn check_verification_address(address: &str) -> Result<(), IssueError> {
    let printable = (1..=MOST).contains(&address.len())
        && address.bytes().all(|b| b.is_ascii_graphic() && b != b'#');
    let (scheme, rest) = address
        .split_once("://")
        .ok_or(IssueError::VerificationAddress)?;
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = host(authority).ok_or(IssueError::VerificationAddress)?;
    let allowed = scheme.eq_ignore_ascii_case("https")
        || (scheme.eq_ignore_ascii_case("http") && is_loopback(host));
    match printable && allowed {
        true => Ok(()),
        false => Err(IssueError::VerificationAddress),
    }
}

/// Takes the port off; `None` where it is no plain host, such as one with a user before it.
fn host(authority: &str) -> Option<&str> {
    let (host, port) = match authority
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
    {
        Some((host, "")) => (host, None),
        Some((host, after)) => (host, Some(after.strip_prefix(':')?)),
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let named = !authority.starts_with('[');
    let of_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
    let of_number = |b: u8| b.is_ascii_hexdigit() || matches!(b, b':' | b'.');
    let fits = !host.is_empty()
        && host
            .bytes()
            .all(|b| if named { of_name(b) } else { of_number(b) })
        && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port != 0));
    fits.then_some(host)
}

fn is_loopback(host: &str) -> bool {
    let numbers: Vec<Option<u8>> = host.split('.').map(|part| part.parse().ok()).collect();
    let of_version_4 = matches!(numbers[..], [Some(127), Some(_), Some(_), Some(_)]);
    of_version_4 || host == "::1" || host.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qr_code_leads_to_https_or_to_this_machine() {
        for address in [
            "https://zhengzhao.example/v/",
            "HTTPS://ZHENGZHAO.EXAMPLE",
            "https://zhengzhao.example:8443/v/?x=1",
            "https://[2001:db8::1]/v/",
            "http://localhost:8180/v/",
            "http://127.0.0.1/v/",
            "http://[::1]:8180/v/",
        ] {
            assert_eq!(check_verification_address(address), Ok(()), "{address}");
        }
        let long = format!("https://a.example/{}", "v".repeat(200));
        for address in [
            "",
            "javascript:alert(1)",
            "javascript://a.example/%0aalert(1)",
            "data:text/html,x",
            "ftp://a.example/",
            "http://a.example/v/",
            "http://localhost.a.example/",
            "http://127.0.0.1.a.example/",
            "a.example/v/",
            "https://",
            "https:///v/",
            "https://user@a.example/",
            "https://a.example:/",
            "https://a.example:0/",
            "https://a.example:99999/",
            "https://a.example/#x",
            "https://a.example/a b",
            "https://证照.example/",
            "https://[::1/",
            &long,
        ] {
            let refused = check_verification_address(address);
            assert_eq!(refused, Err(IssueError::VerificationAddress), "{address}");
        }
    }
}
