//! No frame over the limit, told by what its header announces: the library would collect all of it before it looked.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload as Source,
    error::PayloadError,
    web::{Bytes, Payload},
};
use futures_util::{Stream, StreamExt};

/// A frame of a client's has so many bytes at most, and so has a message of several.
pub const LARGEST_FRAME: usize = 16 * 1024;

/// The longest header: two bytes, eight of length, four of mask.
const LONGEST_HEADER: usize = 14;

/// Follows a stream of frames (RFC 6455, 5.2) by their headers alone.
#[derive(Debug, Default)]
struct Headers {
    begun: Vec<u8>,
    /// Bytes left of the payload of the frame under way.
    left: u64,
}

impl Headers {
    /// Whether all frames that begin in these bytes are within the limit.
    fn allow(&mut self, mut bytes: &[u8]) -> bool {
        while let Some((first, rest)) = bytes.split_first() {
            if self.left > 0 {
                let skipped = bytes.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
                self.left -= skipped as u64;
                bytes = &bytes[skipped..];
                continue;
            }
            self.begun.push(*first);
            bytes = rest;
            if let Some(announced) = announced(&self.begun) {
                if announced > LARGEST_FRAME as u64 {
                    return false;
                }
                self.begun.clear();
                self.left = announced;
            }
        }
        true
    }
}

/// The length of the payload, when the header is whole.
fn announced(header: &[u8]) -> Option<u64> {
    let second = *header.get(1)?;
    let mask = if second & 0x80 == 0 { 0 } else { 4 };
    let (extended, short) = match second & 0x7f {
        126 => (2, 0),
        127 => (8, 0),
        length => (0, u64::from(length)),
    };
    if header.len() < 2 + extended + mask {
        return None;
    }
    debug_assert!(header.len() <= LONGEST_HEADER);
    Some(header[2..2 + extended].iter().fold(short, |length, byte| length << 8 | u64::from(*byte)))
}

/// What a client sends, up to the first frame that is too large: that ends with [`PayloadError::Overflow`].
struct Limited {
    source: Payload,
    headers: Headers,
}

impl Stream for Limited {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = std::task::ready!(self.source.poll_next_unpin(context));
        Poll::Ready(match chunk {
            Some(Ok(bytes)) if !self.headers.allow(&bytes) => Some(Err(PayloadError::Overflow)),
            chunk => chunk,
        })
    }
}

/// Limits the frames of a client.
///
/// # Errors
/// None; it is the library's way to make a payload.
pub async fn limited(request: &HttpRequest, source: Payload) -> Result<Payload, actix_web::Error> {
    let limited = Limited { source, headers: Headers::default() };
    let payload: Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>> = Box::pin(limited);
    Payload::from_request(request, &mut Source::from(payload)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A masked frame that announces so much.
    fn frame(length: u64) -> Vec<u8> {
        let mut frame = vec![0x81];
        match length {
            0..126 => frame.push(0x80 | length as u8),
            126..65_536 => {
                frame.push(0x80 | 126);
                frame.extend((length as u16).to_be_bytes());
            }
            _ => {
                frame.push(0x80 | 127);
                frame.extend(length.to_be_bytes());
            }
        }
        frame.extend([1, 2, 3, 4]);
        frame
    }

    #[test]
    fn what_is_announced_counts_however_it_is_cut() {
        let limit = LARGEST_FRAME as u64;
        for (lengths, allowed) in [
            (vec![0, 1, 125, 126, 127, limit], true),
            (vec![limit, limit, 5], true),
            (vec![limit + 1], false),
            (vec![3, 65_536], false),
            (vec![1 << 40], false),
            (vec![u64::MAX], false),
        ] {
            let mut bytes = Vec::new();
            for length in &lengths {
                bytes.extend(frame(*length));
                // Of a frame that is too large not a byte has to come.
                bytes.extend(vec![0xff; if *length > limit { 0 } else { *length as usize }]);
            }
            for piece in [1, 2, 7, bytes.len()] {
                let mut headers = Headers::default();
                assert_eq!(bytes.chunks(piece).all(|chunk| headers.allow(chunk)), allowed, "{lengths:?} by {piece}");
            }
        }
    }
}
