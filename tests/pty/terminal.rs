//! A terminal without a window: types, reads the screen, waits, never sleeps.

use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

use super::keys;

/// Columns and rows that everything must be usable at.
pub const NARROW: (u16, u16) = (80, 24);

/// What begins and ends a frame that the terminal shows as a whole.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// The program in its terminal.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    /// Our end of the line; none once it was hung up.
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Box<dyn Write + Send>,
    chunks: Receiver<Vec<u8>>,
    reader: Option<JoinHandle<()>>,
    parser: vt100::Parser,
    /// How the line discipline was set before the program came.
    cooked: String,
    /// Everything that the program wrote.
    pub output: Vec<u8>,
    /// Keys pressed so far; characters of an input method and of a paste are not keys.
    pub keys: usize,
    has_ended: bool,
}

/// How a program ended.
pub struct Exit {
    /// Its exit code; 1 after a signal.
    pub code: u32,
    /// The signal that ended it, if one did.
    pub signal: Option<String>,
}

impl From<ExitStatus> for Exit {
    fn from(status: ExitStatus) -> Self {
        Self {
            code: status.exit_code(),
            signal: status.signal().map(str::to_owned),
        }
    }
}

/// How long to wait for what must come; machines that run many tests at once are slow.
fn patience() -> Duration {
    let is_shared = std::env::var("CI").is_ok_and(|value| value == "true");
    Duration::from_secs(if is_shared { 60 } else { 15 })
}

/// Spells the settings of the line discipline, to compare them.
fn settings(master: Option<&(dyn MasterPty + Send)>) -> String {
    let settings = master.and_then(MasterPty::get_termios);
    format!("{:?}", settings.expect("a line discipline"))
}

fn parser((columns, rows): (u16, u16)) -> vt100::Parser {
    let some = |cells| NonZeroU16::new(cells).expect("a size");
    vt100::Parser::new(some(rows), some(columns), 0)
}

const fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Terminal {
    /// Starts the program with this environment and no other.
    pub fn spawn(environment: &[(String, String)], size: (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let cooked = settings(Some(&*pair.master));
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_labor-census"));
        command.env_clear();
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        // Our own end must go, or the output would never end.
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, chunks) = mpsc::channel();
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            keyboard: pair.master.take_writer().unwrap(),
            master: Some(pair.master),
            chunks,
            reader: Some(reader),
            parser: parser(size),
            cooked,
            output: Vec::new(),
            keys: 0,
            has_ended: false,
        }
    }

    /// Writes bytes as one read of the program would take them.
    fn send(&mut self, bytes: &str) {
        self.keyboard.write_all(bytes.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Types text as an input method delivers it: several characters at once.
    pub fn type_text(&mut self, text: &str) {
        self.send(text);
    }

    /// Presses the keys of a script one by one, and counts them.
    ///
    /// After Escape it waits for a frame: the byte and the next key together would be a chord.
    pub fn type_keys(&mut self, script: &str) {
        for key in keys::bytes(script) {
            self.keys += 1;
            let before = self.frames();
            self.send(&key);
            if key == "\u{1b}" {
                self.wait_on("a frame after Escape", |terminal| {
                    terminal.frames() > before
                });
            }
        }
    }

    /// Pastes text as a terminal with bracketed paste does.
    pub fn paste(&mut self, text: &str) {
        assert!(self.screen().bracketed_paste(), "pastes are bracketed");
        self.send(&format!("\u{1b}[200~{text}\u{1b}[201~"));
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, size: (u16, u16)) {
        let master = self.master.as_ref().expect("a line");
        master.resize(pty_size(size)).unwrap();
        let some = |cells| NonZeroU16::new(cells).expect("a size");
        let screen = self.parser.screen_mut();
        screen.set_size(some(size.1), some(size.0));
    }

    /// Returns the number of the process.
    pub fn id(&self) -> u32 {
        self.child.process_id().expect("a running program")
    }

    /// Sends a signal by its short name.
    pub fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.id());
        let sent = Command::new("sh").args(["-c", &kill]).status().unwrap();
        assert!(sent.success(), "{kill}");
    }

    /// Returns the screen as it is now.
    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Returns the text of the screen.
    pub fn text(&self) -> String {
        let rows = self.screen().rows(0, u16::MAX);
        let rows: Vec<String> = rows.map(|row| row.trim_end().to_owned()).collect();
        rows.join("\n")
    }

    /// Returns the text of the one line that holds something.
    pub fn line_with(&self, sought: &str) -> String {
        let text = self.text();
        let mut found = text.lines().filter(|line| line.contains(sought));
        let line = found
            .next()
            .unwrap_or_else(|| panic!("no {sought} in\n{text}"));
        line.to_owned()
    }

    /// Returns a cell by row and column.
    pub fn cell(&self, row: u16, column: u16) -> &vt100::Cell {
        self.screen()
            .cell(row, column)
            .expect("a cell of the screen")
    }

    /// Returns row and column of the hardware cursor, which must be shown.
    pub fn cursor(&self) -> (u16, u16) {
        assert!(
            !self.screen().hide_cursor(),
            "the cursor is shown\n{}",
            self.text()
        );
        self.screen().cursor_position()
    }

    /// Counts the frames that were drawn.
    pub fn frames(&self) -> usize {
        self.output
            .windows(END.len())
            .filter(|at| *at == END)
            .count()
    }

    /// Returns what the program wrote outside of its frames once it had begun to draw.
    pub fn stray_output(&self) -> String {
        let mut rest = self.output.as_slice();
        let mut stray = Vec::new();
        let mut is_first = true;
        while let Some(at) = find(rest, BEGIN) {
            if !is_first {
                stray.extend_from_slice(&rest[..at]);
            }
            is_first = false;
            rest = &rest[at..];
            let Some(end) = find(rest, END) else { break };
            rest = &rest[end + END.len()..];
        }
        String::from_utf8_lossy(&stray).into_owned()
    }

    /// Waits until a text is on the screen.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_on(text, |terminal| terminal.text().contains(text));
    }

    /// Waits until a text is no longer on the screen.
    pub fn wait_until_gone(&mut self, text: &str) {
        let what = format!("the end of {text}");
        self.wait_on(&what, |terminal| !terminal.text().contains(text));
    }

    /// Waits until the screen is as asked for.
    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        self.wait_on(what, |terminal| is_so(terminal.screen()));
    }

    /// Waits until nothing was written for a while, longer than the pause after typing.
    ///
    /// Only time can tell that nothing happens; anything that does happen ends the wait.
    pub fn wait_for_quiet(&mut self) {
        let deadline = Instant::now() + patience();
        while self.take_in(Duration::from_millis(1200)).is_ok() {
            assert!(Instant::now() < deadline, "it never stops drawing");
        }
    }

    fn wait_on(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + patience();
        loop {
            // Half a frame may hold the text already while other cells are old.
            if self.is_whole() && is_so(self) {
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            match self.take_in(left) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => {
                    panic!("waited too long for: {what}\n{}", self.text())
                }
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("the program ended before: {what}\n{}", self.text())
                }
            }
        }
    }

    /// Takes in what the program writes next.
    fn take_in(&mut self, most: Duration) -> Result<(), RecvTimeoutError> {
        let chunk = self.chunks.recv_timeout(most)?;
        self.parser.process(&chunk);
        self.output.extend_from_slice(&chunk);
        Ok(())
    }

    fn is_whole(&self) -> bool {
        let last = |mark: &[u8]| self.output.windows(mark.len()).rposition(|at| at == mark);
        last(BEGIN) <= last(END)
    }

    /// Waits until the program ended and everything it wrote is read.
    pub fn wait_for_exit(&mut self) -> Exit {
        let deadline = Instant::now() + patience();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.take_in(left) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => panic!("it does not end\n{}", self.text()),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let status = self.child.wait().unwrap();
        self.has_ended = true;
        Exit::from(status)
    }

    /// Closes the window over the running program, and waits until the program ended.
    pub fn hang_up(mut self) -> Exit {
        // The reader keeps the line open until it has something for which nobody waits: a frame.
        self.chunks = mpsc::channel().1;
        self.type_keys("<F8>");
        self.reader.take().expect("a reader").join().unwrap();
        // The keyboard says goodbye with a newline and an end of file, which the program may read.
        self.keyboard = Box::new(std::io::sink());
        self.master = None;
        let (sender, ended) = mpsc::channel();
        let mut child = self.child.clone_killer();
        std::thread::scope(|scope| {
            scope.spawn(|| sender.send(self.child.wait().unwrap()));
            let status = ended.recv_timeout(patience());
            if status.is_err() {
                // Without it the wait of the other thread would never end.
                child.kill().unwrap();
            }
            self.has_ended = true;
            Exit::from(status.expect("it ends without its terminal"))
        })
    }

    /// Holds that the program left the terminal as it found it.
    pub fn assert_clean(&self) {
        let screen = self.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.bracketed_paste(), "bracketed paste is off");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert_eq!(screen.fgcolor(), vt100::Color::Default);
        assert!(self.is_whole(), "no frame is open");
        assert_eq!(
            settings(self.master.as_deref()),
            self.cooked,
            "raw mode is off"
        );
        let left = find(&self.output, b"\x1b[?1049l").expect("the alternate screen is left");
        let after = String::from_utf8_lossy(&self.output[left + 8..]).into_owned();
        assert_eq!(
            after.replace("\u{1b}[?25h", ""),
            "",
            "nothing is printed after it"
        );
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if !self.has_ended {
            self.signal("KILL");
            // A test that failed already must not fail again here.
            let _ = self.child.wait();
        }
    }
}

fn find(bytes: &[u8], sought: &[u8]) -> Option<usize> {
    bytes.windows(sought.len()).position(|at| at == sought)
}
