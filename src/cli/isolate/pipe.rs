//! Messages through pipes, each after its length.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// No message is longer: a worker that was taken over must not fill the memory of its parent.
const LONGEST: u64 = 1 << 30;

/// Both ends of a conversation.
pub(super) struct Pipe<R, W> {
    from: R,
    to: W,
}

impl<R: Read, W: Write> Pipe<R, W> {
    /// A conversation over these.
    pub(super) fn new(from: R, to: W) -> Self {
        Pipe { from, to }
    }

    /// Sends a message.
    pub(super) fn send(&mut self, message: &impl Serialize) -> io::Result<()> {
        let bytes = postcard::to_stdvec(message).map_err(io::Error::other)?;
        self.send_bytes(&bytes)
    }

    /// Sends bytes.
    pub(super) fn send_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.to.write_all(&(bytes.len() as u64).to_le_bytes())?;
        self.to.write_all(bytes)?;
        self.to.flush()
    }

    /// Waits for a message.
    ///
    /// # Errors
    /// The other side is gone, or talks nonsense.
    pub(super) fn receive<T: DeserializeOwned>(&mut self) -> io::Result<T> {
        let bytes = self.receive_bytes()?;
        postcard::from_bytes(&bytes).map_err(io::Error::other)
    }

    /// Waits for bytes.
    ///
    /// # Errors
    /// The other side is gone, or announces too many.
    pub(super) fn receive_bytes(&mut self) -> io::Result<Vec<u8>> {
        let mut length = [0; 8];
        self.from.read_exact(&mut length)?;
        let length = u64::from_le_bytes(length);
        if length > LONGEST {
            return Err(io::Error::other("the message is too long"));
        }
        // Memory is taken as bytes come in, not as they are announced.
        let mut bytes = Vec::new();
        let read = self.from.by_ref().take(length).read_to_end(&mut bytes)?;
        if read as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_arrive_as_they_were_sent() {
        let mut sent = Vec::new();
        let mut pipe = Pipe::new(io::empty(), &mut sent);
        pipe.send(&("words".to_owned(), 3_u32)).expect("memory takes all");
        pipe.send_bytes(b"\0\xff").expect("memory takes all");
        let mut pipe = Pipe::new(sent.as_slice(), io::sink());
        let message: (String, u32) = pipe.receive().expect("it was sent");
        assert_eq!(message, ("words".to_owned(), 3));
        assert_eq!(pipe.receive_bytes().expect("they were sent"), b"\0\xff");
        assert!(pipe.receive_bytes().is_err(), "nothing more was sent");
    }

    #[test]
    fn nonsense_is_an_error_and_takes_no_memory() {
        let told = [0xff; 16];
        assert!(Pipe::new(told.as_slice(), io::sink()).receive_bytes().is_err());
        let mut short = (1_u64 << 29).to_le_bytes().to_vec();
        short.extend(b"short");
        assert!(Pipe::new(short.as_slice(), io::sink()).receive_bytes().is_err());
    }
}
