package dev.passerelle.runtime.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.passerelle.runtime.InferenceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Hugging Face's `tokenizers` library through DJL, without truncation and padding, whatever
/// `tokenizer.json` says about them.
///
/// Encodes on many threads at once; [#close()] waits for them.
public final class NativeTokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private NativeTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /// @throws IllegalArgumentException if the library refuses the file
    public static NativeTokenizer open(Path tokenizerJson) {
        try (InputStream in = Files.newInputStream(tokenizerJson)) {
            return open(tokenizerJson, in);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + tokenizerJson, e);
        }
    }

    /// @throws IllegalArgumentException if the library refuses the tokenizer
    static NativeTokenizer open(TokenizerDocuments documents) {
        try (InputStream in = new ByteArrayInputStream(documents.tokenizer())) {
            return open(documents.origin(), in);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is read from a file", e);
        }
    }

    private static NativeTokenizer open(Path origin, InputStream in) throws IOException {
        try {
            return new NativeTokenizer(
                    HuggingFaceTokenizer.newInstance(
                            in, Map.of("truncation", "DO_NOT_TRUNCATE", "padding", "DO_NOT_PAD")));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    origin + " is not a usable tokenizer: " + e.getMessage(), e);
        }
    }

    /// @param special whether the post-processor's special tokens are added
    public int[] encode(String text, boolean special) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new InferenceException.Unavailable("the model's tokenizer is closed");
            }
            Encoding encoding = tokenizer.encode(text, special, false);
            long[] ids = encoding.getIds();
            int[] narrow = new int[ids.length];
            for (int i = 0; i < ids.length; i++) {
                narrow[i] = (int) ids[i];
            }
            return narrow;
        } finally {
            use.readLock().unlock();
        }
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            closed = true;
            tokenizer.close();
        } finally {
            use.writeLock().unlock();
        }
    }
}
