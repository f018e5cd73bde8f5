//! The page on the loopback: who may ask, who waits, and what is answered.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinError;

use super::answer::{Explored, Search, Spoken};
use super::files::{self, Folder};
use super::refusal::{AtControl, Refusal};
use super::{frame, keep, outcome, weights};

/// Bytes of a request at most: two hundred changes with room.
const MOST_BYTES: usize = 128 * 1024;
/// How often the server looks whether it is to end.
const PACE: Duration = Duration::from_millis(50);
/// How long answers under way have at the end.
const GRACE: Duration = Duration::from_millis(300);
/// Characters of the name of a tab at most.
const LONGEST_TAB: usize = 64;

/// The header that carries the token.
const TOKEN: &str = "x-launchsim-token";
/// The header that says which tab asks.
const TAB: &str = "x-launchsim-tab";

/// What is served, and where files are kept.
#[derive(Debug)]
pub struct Served {
    /// The scenario.
    pub explored: Explored,
    /// Where files are kept.
    pub folder: Folder,
}

/// The server.
#[derive(Clone)]
struct Server {
    served: Arc<Served>,
    token: Arc<str>,
    port: u16,
    /// One state is simulated at a time, on all threads.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// Of each tab, the flag of what it waits for.
    waiting: Arc<Mutex<BTreeMap<String, Arc<AtomicBool>>>>,
}

/// A place on the loopback, bound but not yet served.
#[derive(Debug)]
pub struct Bound {
    listener: std::net::TcpListener,
    port: u16,
    token: String,
}

impl Bound {
    /// Takes a port of 127.0.0.1; 0 for any that is free.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn new(port: u16) -> std::io::Result<Self> {
        let listener = std::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let [high, low] = [getrandom::u64(), getrandom::u64()].map(|half| half.map_err(std::io::Error::other));
        let token = format!("{:016x}{:016x}", high?, low?);
        Ok(Self { listener, port, token })
    }

    /// Where the page is, with the token without which nothing is answered.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?t={}", self.port, self.token)
    }

    /// Serves until the flag is raised.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn serve(self, served: Served, stop: &AtomicBool) -> std::io::Result<()> {
        let server = Server {
            served: Arc::new(served),
            token: self.token.into(),
            port: self.port,
            turn: Arc::default(),
            waiting: Arc::default(),
        };
        let waiting = Arc::clone(&server.waiting);
        let router = router(server);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(4).build()?;
        let listener = self.listener;
        runtime.block_on(async move {
            let listener = TcpListener::from_std(listener)?;
            let serving = axum::serve(listener, router).into_future();
            tokio::pin!(serving);
            loop {
                tokio::select! {
                    ended = &mut serving => return ended,
                    () = tokio::time::sleep(PACE) => {
                        if stop.load(Ordering::Relaxed) {
                            break;
                        }
                    }
                }
            }
            for flag in waiting.lock().unwrap_or_else(PoisonError::into_inner).values() {
                flag.store(true, Ordering::Relaxed);
            }
            Ok(())
        })?;
        runtime.shutdown_timeout(GRACE);
        Ok(())
    }
}

fn router(server: Server) -> Router {
    Router::new()
        .route("/", get(the_page))
        .route("/font", get(font))
        .route("/report", get(report))
        .route("/api/start", post(start))
        .route("/api/find", post(find))
        .route("/api/outcome", post(seen))
        .route("/api/weights", post(hangs_on))
        .route("/api/command", post(command))
        .route("/api/save", post(save))
        .route("/api/report", post(write_report))
        .route("/api/hand_in", post(hand_in))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(from_fn_with_state(server.clone(), guard))
        .with_state(server)
}

/// What stands behind the `?` of an address.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    t: String,
    #[serde(default)]
    face: String,
}

/// Why somebody is not answered: it is another host name, another origin, or without the token.
fn refused(server: &Server, headers: &HeaderMap, token: &str) -> Option<Response> {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let hosts = ["127.0.0.1", "localhost"].map(|host| format!("{host}:{}", server.port));
    let named = text(header::HOST).is_some_and(|host| hosts.iter().any(|own| own == host));
    let own_origin =
        text(header::ORIGIN).is_none_or(|origin| hosts.iter().any(|own| origin == format!("http://{own}")));
    let own_site = headers.get("sec-fetch-site").is_none_or(|site| site != "cross-site");
    if !named || !own_origin || !own_site {
        return Some((StatusCode::FORBIDDEN, "this page answers to itself alone\n").into_response());
    }
    let token = headers.get(TOKEN).and_then(|token| token.to_str().ok()).unwrap_or(token);
    if token != &*server.token {
        let told = "open the address that launchsim printed: its token is missing\n";
        return Some((StatusCode::UNAUTHORIZED, told).into_response());
    }
    None
}

/// Answers this page alone, and tells browsers to keep nothing of it.
async fn guard(State(server): State<Server>, Query(asked): Query<Asked>, request: Request, next: Next) -> Response {
    if let Some(refusal) = refused(&server, request.headers(), &asked.t) {
        return refusal;
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set("cache-control", "no-store");
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "no-referrer");
    set("cross-origin-resource-policy", "same-origin");
    set("x-frame-options", "DENY");
    response
}

async fn the_page(State(server): State<Server>) -> Response {
    let page = frame::html(&server.token);
    let security = frame::security();
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()), (header::CONTENT_SECURITY_POLICY, security)], page)
        .into_response()
}

async fn font(Query(asked): Query<Asked>) -> Response {
    match frame::face(&asked.face) {
        Some(face) => ([(header::CONTENT_TYPE, "font/sfnt")], face).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn report(State(server): State<Server>) -> Response {
    match server.served.folder.report() {
        Some(report) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], report).into_response(),
        None => (StatusCode::NOT_FOUND, "no report has been written yet\n").into_response(),
    }
}

async fn start(State(server): State<Server>, Json(asked): Json<Spoken>) -> Response {
    Json(server.served.explored.start(&asked)).into_response()
}

async fn find(State(server): State<Server>, Json(search): Json<Search>) -> Response {
    Json(server.served.explored.find(&search)).into_response()
}

/// Raises its flag when nobody waits any more.
struct Waiting {
    server: Server,
    tab: String,
    stop: Arc<AtomicBool>,
}

impl Waiting {
    /// A tab asks: whatever it asked before is stopped.
    fn begin(server: &Server, headers: &HeaderMap) -> Self {
        let tab = headers.get(TAB).and_then(|tab| tab.to_str().ok()).unwrap_or("");
        let tab: String = tab.chars().take(LONGEST_TAB).collect();
        let stop = Arc::new(AtomicBool::new(false));
        let mut waiting = server.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(earlier) = waiting.insert(tab.clone(), Arc::clone(&stop)) {
            earlier.store(true, Ordering::Relaxed);
        }
        drop(waiting);
        Self { server: server.clone(), tab, stop }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let mut waiting = self.server.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.get(&self.tab).is_some_and(|stop| Arc::ptr_eq(stop, &self.stop)) {
            waiting.remove(&self.tab);
        }
    }
}

/// Does something in its turn, and stops when the tab asks for something else or is closed.
async fn in_turn<T: Serialize + Send + 'static>(
    server: Server,
    headers: HeaderMap,
    work: impl FnOnce(&Explored, &AtomicBool) -> Result<T, Refusal> + Send + 'static,
) -> Response {
    let waiting = Waiting::begin(&server, &headers);
    let turn = Arc::clone(&server.turn).lock_owned().await;
    let (served, stop) = (Arc::clone(&server.served), Arc::clone(&waiting.stop));
    let working = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        if stop.load(Ordering::Relaxed) { Err(Refusal::Stopped) } else { work(&served.explored, &stop) }
    });
    answered(working.await)
}

/// The answer of what was done, of why it was not, or of a panic.
fn answered<T: Serialize>(done: Result<Result<T, Refusal>, JoinError>) -> Response {
    let (status, told) = match done {
        Ok(Ok(done)) => return Json(done).into_response(),
        Ok(Err(Refusal::Stopped)) => (StatusCode::CONFLICT, json!({ "stopped": true })),
        Ok(Err(Refusal::Faults(faults))) => (StatusCode::UNPROCESSABLE_ENTITY, json!({ "faults": faults })),
        Err(_) => {
            let ours = [AtControl { message: "a fault of launchsim, please report it".into(), ..AtControl::default() }];
            (StatusCode::INTERNAL_SERVER_ERROR, json!({ "faults": ours }))
        }
    };
    (status, Json(told)).into_response()
}

async fn seen(State(server): State<Server>, headers: HeaderMap, Json(asked): Json<outcome::Asked>) -> Response {
    in_turn(server, headers, move |explored, stop| explored.outcome(asked, stop)).await
}

async fn hangs_on(State(server): State<Server>, headers: HeaderMap, Json(asked): Json<weights::Asked>) -> Response {
    in_turn(server, headers, move |explored, stop| explored.weights(&asked, stop)).await
}

async fn command(State(server): State<Server>, Json(asked): Json<keep::Command>) -> Response {
    kept(server, move |Served { explored, .. }| keep::command(&explored.bench, &explored.keeping, &asked)).await
}

async fn save(State(server): State<Server>, Json(asked): Json<keep::Save>) -> Response {
    kept(server, move |Served { explored, folder }| files::save(&explored.bench, (&explored.keeping, folder), &asked))
        .await
}

async fn write_report(State(server): State<Server>, Json(asked): Json<keep::Write>) -> Response {
    kept(server, move |Served { explored, folder }| {
        files::write_report(&explored.bench, (&explored.keeping, folder), &asked)
    })
    .await
}

async fn hand_in(State(server): State<Server>, Json(asked): Json<keep::HandIn>) -> Response {
    kept(server, move |Served { explored, folder }| files::hand_in(folder, &explored.hand_in(&asked)?)).await
}

/// Does something that writes; what went wrong is told in one line.
async fn kept<T: Serialize + Send + 'static>(
    server: Server,
    work: impl FnOnce(&Served) -> Result<T, Refusal> + Send + 'static,
) -> Response {
    let served = Arc::clone(&server.served);
    answered(tokio::task::spawn_blocking(move || work(&served)).await)
}
