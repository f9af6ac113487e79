use crate::openssl_ca::{OpensslCa, P256, words};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::net::TcpStream;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Makes `tls-root.pem` and a server below it that has the name, by OpenSSL.
pub(super) fn server(folder: &Path, name: &str) -> Arc<ServerConfig> {
    let write = |file: &str, content: &str| {
        std::fs::write(folder.join(file), content).expect("the folder can be written");
    };
    write(
        "tls-root.cnf",
        "basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign\n",
    );
    write(
        "tls.cnf",
        &format!("basicConstraints = CA:FALSE\nsubjectAltName = {name}\n"),
    );
    let ca = OpensslCa::of(folder, super::ORGANISATION);
    let openssl = |arguments: &str| ca.openssl(&words(arguments));
    for (key, subject) in [("tls-root", "TLS"), ("tls", "Server")] {
        ca.key(key, &P256);
        openssl(&format!(
            "req -new -key {key}.key -out {key}.csr -subj /CN={subject}"
        ));
    }
    openssl(
        "x509 -req -in tls-root.csr -key tls-root.key -days 30 -extfile tls-root.cnf -out tls-root.pem",
    );
    openssl(
        "x509 -req -in tls.csr -CA tls-root.pem -CAkey tls-root.key -CAcreateserial -days 30 \
         -extfile tls.cnf -out tls.pem",
    );
    let certificate = CertificateDer::from_pem_file(folder.join("tls.pem"));
    let key = PrivateKeyDer::from_pem_file(folder.join("tls.key"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("TLS 1.2 and 1.3")
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.expect("a certificate")],
            key.expect("a key"),
        );
    Arc::new(config.expect("a server"))
}

/// Answers one request over TLS and closes the connection.
pub(super) fn answer(
    stream: TcpStream,
    config: &Arc<ServerConfig>,
    folder: &Path,
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let connection = ServerConnection::new(config.clone()).map_err(std::io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    super::answer(&mut stream, folder, asked)?;
    stream.conn.send_close_notify();
    stream.conn.write_tls(&mut stream.sock).map(|_| ())
}
