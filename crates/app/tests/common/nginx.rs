//! nginx with docs/scaling/nginx.conf.

use std::{
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;
use testkit::{eventually, process, skipped};

const DOCUMENTED: &str = include_str!("../../../../docs/scaling/nginx.conf");

/// The nodes' addresses in the documented file.
const NODES: [&str; 3] = ["10.0.0.11:3000", "10.0.0.12:3000", "10.0.0.13:3000"];

/// What is not the documented file's: where nginx keeps its own files, and that it stays in the foreground.
const MAIN: &str = "
user root;
daemon off;
worker_processes 2;
pid FOLDER/pid;
events { worker_connections 1024; }
http {
    access_log off;
    client_body_temp_path FOLDER/body;
    proxy_temp_path FOLDER/proxy;
    fastcgi_temp_path FOLDER/fastcgi;
    uwsgi_temp_path FOLDER/uwsgi;
    scgi_temp_path FOLDER/scgi;
    include FOLDER/appointments.conf;
}
";

/// Where nginx is. None, with a line about it, when it is not installed.
///
/// # Panics
/// When it is not installed where `CI=true` says that it must be.
pub fn installed() -> Option<PathBuf> {
    let found = process::find("nginx", &["/usr/sbin".into(), "/usr/local/sbin".into()]);
    if found.is_none() {
        skipped("nginx");
    }
    found
}

/// A free address. Somebody else may take it before it is used; that fails the test, and is very rare.
pub fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port")
}

/// A running nginx; it ends with its value.
#[derive(Debug)]
pub struct Nginx {
    child: Child,
    /// Where it takes requests that would come by TLS.
    address: SocketAddr,
    /// Where it takes those that come without.
    plain: SocketAddr,
    folder: TempDir,
}

impl Nginx {
    /// Starts it at this address before these three nodes.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start(program: &Path, address: SocketAddr, nodes: &[String; 3]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let plain = free_address();
        let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).expect("written");
        write("appointments.conf", adapted(address, plain, nodes));
        write("nginx.conf", MAIN.replace("FOLDER", &folder.path().display().to_string()));
        let mut nginx = Self { child: launch(program, folder.path()), address, plain, folder };
        nginx.wait_until_it_listens().await;
        nginx
    }

    /// The base URL, as of a server.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The base URL of what only leads to the other one.
    pub fn plain_url(&self) -> String {
        format!("http://{}", self.plain)
    }

    /// What it complained about.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("error.log")).unwrap_or_default()
    }

    async fn wait_until_it_listens(&mut self) {
        eventually(Duration::from_secs(10), || {
            let ended = self.child.try_wait().expect("its state");
            assert!(ended.is_none(), "nginx has ended: {}", self.log());
            let listens = TcpStream::connect(self.address).is_ok();
            async move { listens }
        })
        .await;
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its master ends its workers; killed, it could not.
        let _ = process::signal("TERM", &[self.child.id()]);
        let _ = process::wait(&mut self.child, Duration::from_secs(5));
    }
}

fn launch(program: &Path, folder: &Path) -> Child {
    let mut command: Command = process::mortal(program, "TERM", None);
    command.arg("-p").arg(folder).arg("-c").arg(folder.join("nginx.conf")).arg("-e").arg(folder.join("error.log"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    process::spawn(command).expect("nginx")
}

/// The documented file with addresses of here, and without TLS, for which there are no certificates.
fn adapted(address: SocketAddr, plain: SocketAddr, nodes: &[String; 3]) -> String {
    let mut text = DOCUMENTED.to_owned();
    let mut replace = |times: usize, documented: &str, here: &str| {
        assert_eq!(text.matches(documented).count(), times, "docs/scaling/nginx.conf: {documented}");
        text = text.replace(documented, here);
    };
    for (documented, node) in NODES.iter().zip(nodes) {
        replace(2, documented, node.strip_prefix("http://").unwrap_or(node));
    }
    replace(1, "listen 443 ssl http2;", &format!("listen {address};"));
    replace(1, "listen 80;", &format!("listen {plain};"));
    replace(1, "ssl_certificate     /etc/letsencrypt/live/clinic.example/fullchain.pem;", "");
    replace(1, "ssl_certificate_key /etc/letsencrypt/live/clinic.example/privkey.pem;", "");
    text
}
