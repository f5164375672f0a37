//! Serving the book on this machine while it is written.

use crate::build::build;
use anyhow::{Context as _, Result, bail};
use axum::Router;
use notify_debouncer_full::notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;
use tokio::net::TcpListener;
use tower_http::services::{ServeDir, ServeFile};

/// The port and the address to serve at.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The port to serve at; without it, the first free one from 3000.
    #[arg(long, short)]
    port: Option<u16>,
    /// The address to serve at. Others on the network can read the book at 0.0.0.0.
    #[arg(long, short = 'n', default_value = "127.0.0.1")]
    hostname: IpAddr,
}

/// The sources of a page: a change in them means a new build.
const WATCHED: [&str; 7] = [
    "src",
    "snapshots",
    "theme",
    "book.toml",
    // The figures that readers can move.
    "kl-core/src",
    "kl-figures/src",
    "kl-figures-web/src",
];

/// Builds the book, serves it, and builds it again whenever something changes.
pub(crate) fn serve(root: &Path, options: &Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // Bound first, so that nobody waits for a book that cannot be served.
    let listener = runtime.block_on(listen(options))?;
    // Watched before the build, so that a change during it is not missed.
    let (changes, _watcher) = watch(root)?;
    let folder = build(root)?;
    println!("\nThe book is at http://{}/", listener.local_addr()?);
    println!("It is built again whenever a file changes. Ctrl-C ends it.");
    let root = root.to_owned();
    std::thread::spawn(move || rebuild(&root, &changes));
    runtime.block_on(async { axum::serve(listener, pages(&folder)).await })?;
    Ok(())
}

fn pages(folder: &Path) -> Router {
    let missing = ServeFile::new(folder.join("404.html"));
    Router::new().fallback_service(ServeDir::new(folder).not_found_service(missing))
}

async fn listen(options: &Options) -> Result<TcpListener> {
    if let Some(port) = options.port {
        return TcpListener::bind(SocketAddr::new(options.hostname, port))
            .await
            .with_context(|| format!("port {port} cannot be used: choose another with --port"));
    }
    let mut last = None;
    for port in 3000..3100 {
        match TcpListener::bind(SocketAddr::new(options.hostname, port)).await {
            Ok(listener) => return Ok(listener),
            Err(e) => last = Some(e),
        }
    }
    let reason = last.map_or_else(String::new, |e| format!(" ({e})"));
    bail!(
        "no port from 3000 to 3099 can be used at {}{reason}: choose another with --port or \
         --hostname",
        options.hostname
    )
}

/// Reports every change of the sources, until the watcher is dropped.
fn watch(
    root: &Path,
) -> Result<(
    mpsc::Receiver<()>,
    Debouncer<RecommendedWatcher, RecommendedCache>,
)> {
    let (send, changes) = mpsc::channel();
    // Canonical, because the system reports such paths.
    let root = root.canonicalize()?;
    let watched = WATCHED.map(|path| root.join(path));
    let tell = move |events: DebounceEventResult| {
        let ours = |path: &PathBuf| watched.iter().any(|watched| path.starts_with(watched));
        // Reading a file is an event too, and building the book reads them all.
        let changed = events.is_ok_and(|all| {
            all.iter()
                .any(|event| !event.kind.is_access() && event.paths.iter().any(ours))
        });
        if changed {
            // The error is ignored: the receiver is gone only when the program ends.
            let _ = send.send(());
        }
    };
    let mut watcher = new_debouncer(Duration::from_millis(300), None, tell)?;
    // The root for book.toml: many editors save by putting a new file in the old one's place,
    // and a watch on the file itself would stay with the old one.
    watcher.watch(&root, RecursiveMode::NonRecursive)?;
    for path in WATCHED {
        let path = root.join(path);
        if path.is_dir() {
            watcher
                .watch(&path, RecursiveMode::Recursive)
                .with_context(|| format!("{} cannot be watched", path.display()))?;
        }
    }
    Ok((changes, watcher))
}

/// Rebuilds the book; if that fails, prints the error and keeps the last good book.
fn rebuild(root: &Path, changes: &mpsc::Receiver<()>) {
    while changes.recv().is_ok() {
        // One build for all changes so far.
        while changes.try_recv().is_ok() {}
        println!("\nSomething changed:");
        match build(root) {
            Ok(_) => println!("Reload the page."),
            Err(e) => eprintln!("{e:#}\nThe last good build is still served."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn options(port: Option<u16>) -> Options {
        Options {
            port,
            hostname: IpAddr::from([127, 0, 0, 1]),
        }
    }

    #[test]
    fn a_change_is_told_and_a_look_is_not() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let root = folder.path();
        fs::create_dir(root.join("src"))?;
        let page = root.join("src/page.md");
        fs::write(&page, "one")?;
        fs::write(root.join("book.toml"), "")?;
        let (changes, _watcher) = watch(root)?;
        let quiet = || changes.recv_timeout(Duration::from_secs(1)).is_err();
        let told = || changes.recv_timeout(Duration::from_secs(10));

        fs::read(&page)?;
        fs::write(root.join("other.txt"), "not ours")?;
        assert!(quiet());
        fs::write(&page, "two")?;
        told()?;
        // Twice, as many editors save.
        for text in ["one", "two"] {
            assert!(quiet());
            fs::write(root.join("new"), text)?;
            fs::rename(root.join("new"), root.join("book.toml"))?;
            told()?;
        }
        Ok(())
    }

    #[tokio::test]
    async fn a_port_in_use_is_passed_over_unless_it_was_asked_for() -> Result<()> {
        let first = listen(&options(None)).await?;
        let second = listen(&options(None)).await?;
        assert_ne!(first.local_addr()?, second.local_addr()?);
        let asked = listen(&options(Some(first.local_addr()?.port()))).await;
        assert!(asked.is_err_and(|e| e.to_string().contains("choose another with --port")));
        Ok(())
    }
}
