//! A look at a workbook before it is opened: what its parts come to, and how many texts it states.
//!
//! It reads the archive through the library that the reader of workbooks uses as well, so that
//! both see the same parts.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::frame_error::{Fault, FrameCause};

/// Greatest size of the parts of a workbook once they are unpacked.
const UNPACKED_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Greatest number of texts that a workbook may state; the reader makes room for all at once.
const TEXTS_MAX: u64 = 5_000_000;
/// Fewest bytes of one text in the list of texts: `<si/>`.
const TEXT_BYTES_MIN: u64 = 5;
/// Bytes at the head of the list of texts within which it must begin.
const HEAD_BYTES: u64 = 16 * 1024;
/// Ending of the name of the list of texts, in small letters.
const TEXTS: &str = "sharedstrings.xml";

/// Refuses a workbook that is no sound archive or would fill the memory.
pub(super) fn look(bytes: &[u8]) -> Result<(), Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unsound(&error))?;
    if archive.offset() > 0 {
        return Err(unsound(&"bytes before the archive"));
    }
    let mut sum = 0_u64;
    for at in 0..archive.len() {
        let part = archive.by_index_data(at).map_err(|error| unsound(&error))?;
        // No part can be unpacked to more than it states.
        sum = sum.saturating_add(part.size());
    }
    if sum > UNPACKED_BYTES_MAX {
        return Err(Fault::file(FrameCause::TooLarge));
    }
    for at in 0..archive.len() {
        // A part that cannot be unpacked here cannot be unpacked by the reader either.
        let Ok(part) = archive.by_index(at) else {
            continue;
        };
        let name = part.name().map_err(|error| unsound(&error))?;
        if name.to_lowercase().ends_with(TEXTS) {
            let length = part.size();
            let mut head = Vec::new();
            let read = part.take(HEAD_BYTES).read_to_end(&mut head);
            read.map_err(|error| unsound(&error))?;
            check_texts(&head, length)?;
        }
    }
    Ok(())
}

/// Refuses a list that states more texts than its bytes can hold.
fn check_texts(head: &[u8], length: u64) -> Result<(), Fault> {
    let head = String::from_utf8_lossy(head);
    let odd = || unsound(&TEXTS);
    let tag = first_element(&head).ok_or_else(odd)?;
    let name = tag.split(|c: char| c.is_whitespace() || c == '/').next();
    if name.and_then(|name| name.rsplit(':').next()) != Some("sst") {
        return Err(odd());
    }
    // The name may be written twice; none of them may be absurd.
    for rest in tag.split("uniqueCount").skip(1) {
        let digits = rest.trim_start().strip_prefix('=').map(str::trim_start);
        let digits = digits.and_then(|rest| rest.strip_prefix(['"', '\'']));
        let digits = digits.and_then(|rest| rest.split(['"', '\'']).next());
        let count: u64 = digits.and_then(|text| text.parse().ok()).ok_or_else(odd)?;
        if count > TEXTS_MAX {
            return Err(Fault::file(FrameCause::TooLarge));
        }
        if count.saturating_mul(TEXT_BYTES_MIN) > length {
            return Err(unsound(&format!("{TEXTS}: uniqueCount {count}")));
        }
    }
    Ok(())
}

/// Returns what stands in the first tag that is neither a declaration nor a comment.
fn first_element(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{FEFF}').trim_start();
    loop {
        let (inside, end) = if let Some(inside) = rest.strip_prefix("<?") {
            (inside, "?>")
        } else if let Some(inside) = rest.strip_prefix("<!--") {
            (inside, "-->")
        } else {
            break;
        };
        // Readers do not agree where one ends that ends before it began.
        if inside.starts_with(['>', '-']) {
            return None;
        }
        rest = inside.split_once(end)?.1.trim_start();
    }
    let inside = rest.strip_prefix('<')?;
    let mut quote = None;
    let end = inside.find(|c| {
        if let Some(open) = quote {
            if c == open {
                quote = None;
            }
            return false;
        }
        quote = Some(c).filter(|c| matches!(c, '"' | '\''));
        c == '>'
    });
    Some(inside.split_at(end?).0)
}

fn unsound(cause: &dyn std::fmt::Display) -> Fault {
    Fault::file(FrameCause::NotWorkbook(cause.to_string()))
}
