package dev.passerelle.gateway.catalogue;

import dev.passerelle.registry.ModelSource;
import dev.passerelle.registry.Snapshot;
import dev.passerelle.registry.card.ModelCard;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a snapshot says of itself, read once: its files never change.
record Description(Snapshot snapshot, @Nullable ModelCard card) {

    private static final Logger LOG = System.getLogger(Description.class.getName());

    /// Reads the card. One that can't be read is none, and keeps no model from being served.
    ///
    /// @param hub where repositories have their pages, for the card's relative links
    static Description of(Snapshot snapshot, URI hub) {
        try {
            return new Description(
                    snapshot,
                    ModelCard.read(snapshot.directory(), base(snapshot, hub)).orElse(null));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.WARNING, "the model card of {0}: {1}", snapshot.source(), e.getMessage());
            return new Description(snapshot, null);
        }
    }

    private static @Nullable URI base(Snapshot snapshot, URI hub) {
        return snapshot.source() instanceof ModelSource.Hub source
                ? URI.create(
                        "%s/%s/blob/%s/".formatted(hub, source.repository(), snapshot.revision()))
                : null;
    }

    /// A source as everybody may see it: without the operator's directories.
    static String shown(ModelSource source) {
        if (source instanceof ModelSource.Local(Path path)) {
            Path name = path.getFileName();
            return "file:" + (name == null ? "" : name);
        }
        return source.toString();
    }
}
