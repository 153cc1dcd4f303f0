package dev.passerelle.gateway.storage;

/// Another process has opened the H2 file.
final class FileHeldException extends DatabaseException {
    FileHeldException() {
        super("the H2 file of storage.url is in use by another process: stop that one first");
    }
}
