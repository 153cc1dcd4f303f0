package dev.passerelle.runtime.constrained;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.passerelle.runtime.Constraint;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Random schemas times random seeds over a model's vocabulary, with random logits: how long
/// compiling (first mask included) and later masks take, and whether every finished answer is
/// valid.
public final class SchemaSoak {

    private static final int MOST_TOKENS = 300;
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final Vocabulary vocabulary;
    private final int end;
    private final long[] compileNanos;
    private final long[] maskNanos = new long[4_000_000];
    private int masks;
    private int finished;
    private int unfinished;
    private int impossible;
    private int wrong;

    private SchemaSoak(Vocabulary vocabulary, int end, int schemas) {
        this.vocabulary = vocabulary;
        this.end = end;
        this.compileNanos = new long[schemas];
    }

    private void run(int seeds) {
        ConstraintCompiler compiler = new ConstraintCompiler(vocabulary, List.of(end));
        compiler.compile(new Constraint.JsonObject());
        RandomSchemas schemas = new RandomSchemas(42);
        for (int i = 0; i < compileNanos.length; i++) {
            String schema = schemas.next().toString();
            long start = System.nanoTime();
            CompiledConstraint compiled;
            try {
                compiled = compiler.compile(new Constraint.JsonSchema(schema));
            } catch (InferenceException.InvalidInput e) {
                impossible++;
                continue;
            } finally {
                compileNanos[i] = System.nanoTime() - start;
            }
            Schema validator = REGISTRY.getSchema(schema, InputFormat.JSON);
            for (int seed = 0; seed < seeds; seed++) {
                generate(compiled.start(), validator, schema, new Random(seed * 31L + i));
            }
        }
        report();
    }

    private void generate(ConstraintState state, Schema validator, String schema, Random random) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < MOST_TOKENS; i++) {
            long start = System.nanoTime();
            TokenMask mask = state.mask();
            maskNanos[masks++ % maskNanos.length] = System.nanoTime() - start;
            int token = choose(mask, random);
            if (token == end || state.mustEnd()) {
                finished++;
                check(text.toString(StandardCharsets.UTF_8), validator, schema);
                return;
            }
            state.accept(token);
            text.writeBytes(vocabulary.bytes(token));
        }
        unfinished++;
    }

    /// As random logits would choose, but rather what ends something: else strings never do.
    private int choose(TokenMask mask, Random random) {
        if (mask.allows(end) && random.nextInt(2) == 0) {
            return end;
        }
        int best = -1;
        for (int i = 0; i < 64 && best < 0; i++) {
            int token = random.nextInt(vocabulary.size());
            best = mask.allows(token) && token != end ? token : -1;
        }
        int[] allowed =
                best >= 0 && random.nextInt(4) > 0
                        ? new int[] {best}
                        : IntStream.range(0, vocabulary.size())
                                .filter(mask::allows)
                                .filter(token -> token == end || closes(token))
                                .toArray();
        if (allowed.length == 0) {
            allowed = IntStream.range(0, vocabulary.size()).filter(mask::allows).toArray();
        }
        return allowed[random.nextInt(allowed.length)];
    }

    private boolean closes(int token) {
        byte[] bytes = vocabulary.bytes(token);
        return bytes.length > 0 && "\"}]".indexOf(bytes[bytes.length - 1]) >= 0;
    }

    private void check(String json, Schema validator, String schema) {
        var errors =
                validator.validate(
                        json,
                        InputFormat.JSON,
                        context ->
                                context.executionConfig(
                                        config -> config.formatAssertionsEnabled(true)));
        if (!errors.isEmpty()) {
            wrong++;
            System.out.println("WRONG " + errors + " " + json + " under " + schema);
        }
    }

    private void report() {
        System.out.printf(
                "%d tokens, %d schemas (%d that nothing satisfies): finished %d, unfinished %d, wrong %d%n",
                vocabulary.size(), compileNanos.length, impossible, finished, unfinished, wrong);
        print("compile and first mask", compileNanos);
        print("mask", Arrays.copyOf(maskNanos, Math.min(masks, maskNanos.length)));
    }

    private static void print(String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "%s: p50 %.3f ms, p90 %.3f, p99 %.3f, most %.3f, mean %.3f (%d)%n",
                what,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 9 / 10] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos[nanos.length - 1] / 1e6,
                Arrays.stream(nanos).average().orElse(0) / 1e6,
                nanos.length);
    }

    /// The vocabulary, with made-up longer words up to this size.
    private static Vocabulary grown(Vocabulary vocabulary, int size) {
        Random random = new Random(1);
        byte[][] bytes = new byte[size][];
        boolean[] control = new boolean[size];
        for (int token = 0; token < size; token++) {
            if (token < vocabulary.size()) {
                bytes[token] = vocabulary.bytes(token);
                control[token] = vocabulary.isControl(token);
            } else {
                byte[] first = vocabulary.bytes(random.nextInt(vocabulary.size()));
                byte[] second = vocabulary.bytes(random.nextInt(vocabulary.size()));
                bytes[token] = Arrays.copyOf(first, first.length + second.length);
                System.arraycopy(second, 0, bytes[token], first.length, second.length);
            }
        }
        return new Vocabulary(bytes, control);
    }

    /// Arguments: `tokenizer.json`, id of its end token, schemas, seeds.
    public static void main(String[] arguments) {
        Vocabulary vocabulary = Vocabulary.read(Path.of(arguments[0]));
        int end = Integer.parseInt(arguments[1]);
        int schemas = Integer.parseInt(arguments[2]);
        int seeds = Integer.parseInt(arguments[3]);
        new SchemaSoak(vocabulary, end, schemas).run(seeds);
        new SchemaSoak(grown(vocabulary, 150_000), end, schemas).run(1);
    }
}
