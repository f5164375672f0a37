//! Where it was measured.

/// The processor, as Linux names it, and the platform.
pub(crate) fn machine() -> String {
    let platform = format!("{} {}", std::env::consts::ARCH, std::env::consts::OS);
    let file = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = file
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    match name {
        Some(name) => format!("{} ({platform})", name.trim_start_matches([' ', '\t', ':'])),
        None => platform,
    }
}
