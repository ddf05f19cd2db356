//! A stream of frames (RFC 6455, 5.2) followed by their headers: of what is in them only the beginning is looked at.

/// So many bytes tell one event from the others; the name of the event comes first in a frame of the server's.
const BEGINNING: usize = 16;
const UPDATE: &[u8; BEGINNING] = b"{\"event\":\"update";
const INIT: &[u8; BEGINNING] = b"{\"event\":\"init-a";

/// A frame that has come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// `init-appointments`.
    Init,
    /// `update-appointments`.
    Update,
    Ping,
    /// With its code.
    Close(u16),
    /// Anything else, such as presence.
    Other,
}

/// Follows the frames of one socket, however the stream is cut.
#[derive(Debug, Default)]
pub struct Frames {
    header: Vec<u8>,
    beginning: [u8; BEGINNING],
    /// Of [`Self::beginning`].
    begun: usize,
    /// Bytes of the payload that are still to come; None between frames.
    left: Option<u64>,
}

impl Frames {
    /// Takes the next bytes and tells of every frame that they end.
    pub fn feed(&mut self, mut bytes: &[u8], mut tell: impl FnMut(Heard)) {
        while !bytes.is_empty() || self.left == Some(0) {
            bytes = match self.left {
                None => self.feed_header(bytes),
                Some(0) => {
                    tell(self.heard());
                    (self.left, self.begun) = (None, 0);
                    self.header.clear();
                    bytes
                }
                Some(left) => self.feed_payload(bytes, left),
            };
        }
    }

    fn feed_header<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        self.header.push(bytes[0]);
        self.left = payload(&self.header);
        &bytes[1..]
    }

    fn feed_payload<'a>(&mut self, bytes: &'a [u8], left: u64) -> &'a [u8] {
        let (ours, rest) = bytes.split_at(bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX)));
        let kept = ours.len().min(BEGINNING - self.begun);
        self.beginning[self.begun..self.begun + kept].copy_from_slice(&ours[..kept]);
        self.begun += kept;
        self.left = Some(left - ours.len() as u64);
        rest
    }

    fn heard(&self) -> Heard {
        let beginning = &self.beginning[..self.begun];
        match self.header.first().map(|first| first & 0x0f) {
            Some(1) if beginning == UPDATE => Heard::Update,
            Some(1) if beginning == INIT => Heard::Init,
            Some(8) => Heard::Close(beginning.first_chunk().map_or(1005, |code| u16::from_be_bytes(*code))),
            Some(9) => Heard::Ping,
            _ => Heard::Other,
        }
    }
}

/// The length of the payload, when the header is whole. A server masks nothing.
fn payload(header: &[u8]) -> Option<u64> {
    let short = header.get(1)? & 0x7f;
    let extended = match short {
        126 => header.get(2..4)?,
        127 => header.get(2..10)?,
        _ => return Some(u64::from(short)),
    };
    Some(extended.iter().fold(0, |length, byte| length << 8 | u64::from(*byte)))
}

/// A text frame, as a server sends it.
pub fn text(payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x81];
    match payload.len() {
        length @ 0..126 => frame.push(length as u8),
        length @ 126..65_536 => {
            frame.push(126);
            frame.extend((length as u16).to_be_bytes());
        }
        length => {
            frame.push(127);
            frame.extend((length as u64).to_be_bytes());
        }
    }
    frame.extend(payload);
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_frame_is_heard_once_however_it_is_cut() {
        let long = [UPDATE.as_slice(), &vec![b'x'; 70_000]].concat();
        let middle = [INIT.as_slice(), &[b'x'; 200]].concat();
        let mut stream = [&middle, &long, &b"{\"event\":\"presence\"}"[..]].map(text).concat();
        stream.extend([0x89, 0, 0x88, 2, 3, 0xf5, 0x81, 0]);
        let all = [Heard::Init, Heard::Update, Heard::Other, Heard::Ping, Heard::Close(1013), Heard::Other];
        for piece in [1, 2, 3, 7, 4096, stream.len()] {
            let (mut frames, mut heard) = (Frames::default(), Vec::new());
            stream.chunks(piece).for_each(|bytes| frames.feed(bytes, |one| heard.push(one)));
            assert_eq!(heard, all, "by {piece}");
        }
    }
}
