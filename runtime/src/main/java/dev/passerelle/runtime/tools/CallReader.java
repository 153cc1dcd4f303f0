package dev.passerelle.runtime.tools;

/// Reads calls from where a format lets them begin.
interface CallReader {

    /// What became of it.
    enum Status {
        /// More text is needed.
        MORE,
        /// It is no call after all; nothing was taken.
        REFUSED,
        /// The calls are over.
        DONE
    }

    Status read(Tail in, AnswerSink out);
}
