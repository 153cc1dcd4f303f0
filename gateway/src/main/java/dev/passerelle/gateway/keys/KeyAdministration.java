package dev.passerelle.gateway.keys;

import java.time.Duration;
import java.util.List;

/// Makes and ends keys. What it does counts within a second in every gateway on the same database,
/// and is written to the audit log.
public interface KeyAdministration {

    /// @param actor who does it, for the audit log: a key's id, or `local` for the command line
    IssuedKey create(KeyWish wish, String actor);

    /// All keys, newest first, ended ones included.
    List<ApiKey> list();

    /// @throws UnknownKeyException if there is none of this id
    ApiKey get(String id);

    /// Ends a key at once. One that has ended stays as it is.
    ///
    /// @throws UnknownKeyException if there is none of this id
    ApiKey revoke(String id, String actor);

    /// Makes another key with the same rights and ends the old one after a while, during which both
    /// count.
    ///
    /// @throws UnknownKeyException if there is none of this id
    /// @throws IllegalStateException if it has ended already
    IssuedKey rotate(String id, Duration overlap, String actor);

    /// No key of this id.
    final class UnknownKeyException extends RuntimeException {
        private static final int LONGEST_ID = 19;

        /// @param id repeated only while it is too short to hold a key's secret
        public UnknownKeyException(String id) {
            super(
                    id.length() > LONGEST_ID
                            ? "there is no key of this id, which is too long for one; list the keys to see their ids"
                            : "there is no key '%s'; list them to see their ids".formatted(id));
        }
    }

    /// The keys in the database were made with another hash secret.
    final class WrongSecretException extends RuntimeException {
        public WrongSecretException() {
            super(
                    "the keys in the database were made with another hash secret: give that one in admission.hash-secret, or bring back the file key-hash of the home they were made in; if it is lost, revoke them (keys list, keys revoke ID), and another one is taken");
        }
    }

    /// The database doesn't answer; whether the change was made can be seen when it does again.
    final class UnavailableException extends RuntimeException {
        public UnavailableException(Throwable cause) {
            super("the database of keys doesn't answer; try again when it does", cause);
        }
    }
}
