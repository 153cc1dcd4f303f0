package dev.passerelle.runtime.check;

import dev.passerelle.runtime.importer.CheckpointImporter;
import dev.passerelle.runtime.importer.DecoderShape;
import dev.passerelle.runtime.importer.ImportSettings;
import dev.passerelle.runtime.importer.ImportedModel;
import dev.passerelle.runtime.importer.export.ExportCheckpoint;
import dev.passerelle.runtime.importer.export.ExportedModel;
import dev.passerelle.runtime.ort.Decoder;
import dev.passerelle.runtime.ort.DecoderSession;
import dev.passerelle.runtime.ort.ExportedDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/// Proves that a model computes what it should: feeds it a reference's tokens and compares the
/// log-probabilities it gives to what follows.
public final class ReferenceCheck {

    private ReferenceCheck() {}

    /// Imports a checkpoint, or takes an exported graph as it is, and compares it with a reference,
    /// teacher-forced.
    ///
    /// @param reference file with `cases`: `input_ids`, and `greedy` positions each with `token`
    ///   and `top5` pairs of id and log-probability
    /// @param cacheDirectory where the import is kept
    /// @throws IllegalArgumentException if the reference can't be read
    /// @throws dev.passerelle.runtime.importer.CheckpointException if the import fails
    public static Report run(
            Path checkpoint, Path reference, ImportSettings settings, Path cacheDirectory) {
        List<ReferenceCase> cases = ReferenceCase.read(reference);
        if (ExportCheckpoint.isAt(checkpoint)) {
            ExportedModel model = ExportCheckpoint.open(checkpoint).model(settings.precision());
            return compare(
                    model.shape(), cases, length -> ExportedDecoder.open(model, 1, length, 0));
        }
        ImportedModel model =
                new CheckpointImporter(cacheDirectory).importCheckpoint(checkpoint, settings);
        return compare(model, cases);
    }

    static Report compare(ImportedModel model, List<ReferenceCase> cases) {
        return compare(model.shape(), cases, length -> new DecoderSession(model, 1, length, 0));
    }

    private static Report compare(
            DecoderShape shape, List<ReferenceCase> cases, IntFunction<Decoder> opening) {
        cases.forEach(each -> each.checkWithin(shape));
        int longest =
                cases.stream()
                        .mapToInt(each -> each.prompt().size() + each.greedy().size())
                        .max()
                        .orElseThrow();
        Agreement agreement = new Agreement();
        try (TeacherForcedSession session = new TeacherForcedSession(opening.apply(longest))) {
            for (ReferenceCase each : cases) {
                session.restart();
                List<Integer> next = each.prompt();
                for (ReferenceCase.Position position : each.greedy()) {
                    agreement.add(position, session.append(next));
                    next = List.of(position.token());
                }
            }
        }
        return agreement.report();
    }

    /// How near an import is to its reference.
    ///
    /// @param top1 share of positions whose most likely token is the reference's
    /// @param meanAbsLogprob mean difference of log-probabilities over the reference's top tokens
    /// @param maxAbsLogprob the largest such difference
    public record Report(double top1, double meanAbsLogprob, double maxAbsLogprob, int positions) {}
}
