//! Faults on demand, so that tests can see what one costs. Only in debug builds.
//!
//! `RESUMELINT_FAULT=KIND:NAME` strikes on files whose name contains NAME.

/// Strikes, if this file is to be struck.
#[cfg(debug_assertions)]
pub(super) fn strike(name: &str, bytes: &[u8]) {
    let Ok(wish) = std::env::var("RESUMELINT_FAULT") else { return };
    let Some((kind, of)) = wish.split_once(':') else { return };
    if !name.contains(of) {
        return;
    }
    match kind {
        "panic" => panic!("{}", String::from_utf8_lossy(bytes)),
        "abort" => std::process::abort(),
        "stuck" => loop {
            std::thread::sleep(std::time::Duration::from_secs(60));
        },
        "hoard" => {
            let mut hoard: Vec<Vec<u8>> = Vec::new();
            loop {
                hoard.push(vec![1; 16 << 20]);
            }
        }
        "open" => {
            let opened = std::fs::File::open("/etc/passwd");
            assert!(opened.is_err(), "a file outside the given ones was opened");
        }
        _ => {}
    }
}

/// Strikes never.
#[cfg(not(debug_assertions))]
pub(super) fn strike(_: &str, _: &[u8]) {}
