//! What answers `launchsim explore` in a page that has no server: the engine as a module of WebAssembly.
//!
//! Whoever calls it writes text into [`room`] and reads it from [`answer`]; nothing else goes in or out. Questions and answers
//! are those of the server (`launchsim::explore::answer`), and so are the figures, bit for bit.

use std::cell::RefCell;
use std::sync::atomic::AtomicBool;

use launchsim::explore::answer::{Answer, Explored};
use launchsim::explore::outcome::Seeing;
use launchsim::explore::packed::{ENGINE, Packed};
use launchsim::explore::refusal::{AtControl, Refusal};
use launchsim::report::chart::font;

/// The answer is there.
const TOLD: u32 = 0;
/// What was asked is refused; the answer says why.
const REFUSED: u32 = 1;
/// More launches are to be simulated: [`further`].
const MORE: u32 = 2;

/// What the page has of the engine.
#[derive(Default)]
struct Engine {
    input: Vec<u8>,
    answer: String,
    explored: Option<Explored>,
    seeing: Option<Box<Seeing>>,
}

thread_local! {
    static RUNNING: RefCell<Engine> = RefCell::default();
}

impl Engine {
    /// What was done, or why it was not; what it says is the answer.
    fn told(&mut self, done: Result<Answer, Refusal>) -> u32 {
        match done {
            Ok(Answer::Told(told)) => {
                self.answer = told;
                TOLD
            }
            Ok(Answer::Seeing(seeing)) => {
                self.seeing = Some(seeing);
                MORE
            }
            Err(Refusal::Faults(faults)) => {
                self.answer = json(&faults);
                REFUSED
            }
            Err(Refusal::Stopped) => {
                self.answer = json(&Vec::<AtControl>::new());
                REFUSED
            }
        }
    }
}

fn json<T: serde::Serialize>(what: &T) -> String {
    serde_json::to_string(what).unwrap_or_default()
}

fn plainly(message: &str) -> Refusal {
    Refusal::at(String::new(), message.to_owned())
}

/// The version of the engine, by which the program knows the module.
#[unsafe(no_mangle)]
pub extern "C" fn engine() -> *const u8 {
    ENGINE.as_ptr()
}

/// Room for so many bytes of UTF-8 that are to be read next.
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *mut u8 {
    RUNNING.with_borrow_mut(|engine| {
        engine.input.clear();
        engine.input.resize(bytes, 0);
        engine.input.as_mut_ptr()
    })
}

/// Opens the scenario in the room: a `Packed` as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn open() -> u32 {
    RUNNING.with_borrow_mut(|engine| {
        let packed: Result<Packed, _> = serde_json::from_slice(&engine.input);
        let opened = packed.map_err(|error| plainly(&error.to_string())).and_then(|packed| packed.open());
        let done = opened.map(|explored| {
            engine.explored = Some(explored);
            Answer::Told("true".to_owned())
        });
        engine.told(done)
    })
}

/// Asks what stands in the room: the name of a question in so many bytes, and behind it its JSON.
#[unsafe(no_mangle)]
pub extern "C" fn ask(name: usize) -> u32 {
    RUNNING.with_borrow_mut(|engine| {
        let text = std::str::from_utf8(&engine.input).unwrap_or_default();
        let done = match (&engine.explored, text.split_at_checked(name)) {
            (Some(explored), Some((question, asked))) => explored.ask(question, asked),
            (None, _) => Err(plainly("nothing is opened yet")),
            (_, None) => Err(plainly("the question is cut off")),
        };
        engine.told(done)
    })
}

/// Simulates so many further launches of what was asked last, and tells the answer once all are there.
#[unsafe(no_mangle)]
pub extern "C" fn further(launches: u32) -> u32 {
    RUNNING.with_borrow_mut(|engine| {
        let never = AtomicBool::new(false);
        let done = match (&engine.explored, engine.seeing.take()) {
            (Some(explored), Some(mut seeing)) => match seeing.further(&explored.bench, launches, &never) {
                Ok(false) => Ok(Answer::Seeing(seeing)),
                Ok(true) => seeing.seen(&explored.bench, &never).map(|seen| Answer::Told(json(&seen))),
                Err(refusal) => Err(refusal),
            },
            _ => Err(plainly("nothing is asked")),
        };
        engine.told(done)
    })
}

/// Where the answer stands.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    RUNNING.with_borrow(|engine| engine.answer.as_ptr())
}

/// Its bytes.
#[unsafe(no_mangle)]
pub extern "C" fn answer_bytes() -> usize {
    RUNNING.with_borrow(|engine| engine.answer.len())
}

/// A typeface of the pictures: regular, bold, Chinese, Chinese in bold.
fn typeface(at: usize) -> &'static [u8] {
    [font::REGULAR, font::SEMI_BOLD, font::CHINESE, font::CHINESE_BOLD].get(at).copied().unwrap_or_default()
}

/// Where the typeface of this place stands.
#[unsafe(no_mangle)]
pub extern "C" fn face(at: usize) -> *const u8 {
    typeface(at).as_ptr()
}

/// Its bytes; none of one there is not.
#[unsafe(no_mangle)]
pub extern "C" fn face_bytes(at: usize) -> usize {
    typeface(at).len()
}
