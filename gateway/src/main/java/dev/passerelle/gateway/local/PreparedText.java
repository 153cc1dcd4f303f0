package dev.passerelle.gateway.local;

import dev.passerelle.gateway.admission.Limit;
import dev.passerelle.gateway.admission.Reservation;
import dev.passerelle.gateway.answer.Answer;
import dev.passerelle.gateway.answer.Note;
import dev.passerelle.gateway.answer.Origin;
import dev.passerelle.gateway.answer.Prepared;
import dev.passerelle.gateway.answer.TokenCount;
import dev.passerelle.gateway.backend.ModelLease;
import dev.passerelle.gateway.openai.LimitedBy;
import dev.passerelle.gateway.openai.ReplyEncoder;
import dev.passerelle.gateway.openai.TextRequest;
import dev.passerelle.runtime.GenerationRequest;
import dev.passerelle.runtime.InferenceException;
import dev.passerelle.runtime.PreparedGeneration;
import dev.passerelle.runtime.Tenant;
import dev.passerelle.runtime.TextGenerator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The generations of one call before they run: counted, and each with its place in the queue.
final class PreparedText implements Prepared {
    private final ModelLease<TextGenerator> lease;
    private final TextRequest request;
    private final ReplyEncoder encoder;
    private final Origin origin;
    private final List<PreparedGeneration> list;
    private boolean begun;

    /// Prepares all of them, or none: a refusal of one gives back the places before it. The lease
    /// is theirs from here on, even then.
    PreparedText(
            ModelLease<TextGenerator> lease,
            TextRequest request,
            Tenant tenant,
            ReplyEncoder encoder,
            Origin origin) {
        this.lease = lease;
        this.request = request;
        this.encoder = encoder;
        this.origin = origin;
        list = new ArrayList<>();
        try {
            Places.check(lease, request);
            for (GenerationRequest generation : request.generations()) {
                list.add(lease.model().prepare(generation, tenant));
            }
        } catch (InferenceException.InvalidInput e) {
            close();
            throw WrongInput.of(e, request);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    @Override
    public TokenCount count() {
        boolean flexible = request.prompts().stream().anyMatch(each -> each.maxTokens().isEmpty());
        long prompt = 0;
        for (int i = 0; i < list.size(); i += request.choosing().candidates()) {
            prompt += list.get(i).promptTokens();
        }
        long most = mostTokens();
        return new TokenCount(prompt, flexible ? list.size() : most, most, true);
    }

    private long mostTokens() {
        return list.stream().mapToLong(PreparedGeneration::maxTokens).sum();
    }

    @Override
    public String revision() {
        return lease.revision();
    }

    @Override
    public Answer begin(Reservation reservation) throws InterruptedException {
        Choices choices = start(reservation);
        begun = true;
        try {
            return answer(choices, choices.next());
        } catch (InterruptedException | RuntimeException | Error e) {
            choices.close();
            throw e;
        }
    }

    private Answer answer(Choices choices, Said first) {
        List<Note> notes = UnknownFields.notes(request.unknown());
        return request.stream()
                ? new StreamedText(origin, choices, first, encoder, request.includeUsage(), notes)
                : new WholeText(origin, choices, first, encoder, notes);
    }

    /// Starts all of them, or none.
    ///
    /// @param reservation whose tokens they share: all they may where there is enough, else the
    ///   same for each that wants as many
    private Choices start(Reservation reservation) {
        List<RunningChoice> started = new ArrayList<>(list.size());
        long left = reservation.completionTokens();
        boolean enough = left >= mostTokens();
        LimitedBy reason = enough ? null : reason(reservation);
        try {
            for (int i = 0; i < list.size(); i++) {
                PreparedGeneration prepared = list.get(i);
                long even = enough ? left : left / (list.size() - i);
                int share = (int) Math.min(prepared.maxTokens(), even);
                left -= share;
                LimitedBy curtailedBy = share < prepared.maxTokens() ? reason : null;
                started.add(new RunningChoice(prepared.start(share), curtailedBy));
            }
            return new Choices(started, request.choosing(), lease);
        } catch (RuntimeException | Error e) {
            started.reversed().forEach(RunningChoice::close);
            throw e;
        }
    }

    private static @Nullable LimitedBy reason(Reservation reservation) {
        Limit bound = reservation.bound();
        if (bound == null) {
            return null;
        }
        String scope = bound.scope().kind().id();
        String message =
                "The limit %s of the %s had room for %d completion tokens: the answer ends there."
                        .formatted(bound.measure().id(), scope, reservation.completionTokens());
        return new LimitedBy(bound.measure().id(), scope, message);
    }

    /// Gives back the places of those that weren't started.
    @Override
    public void close() {
        list.reversed().forEach(PreparedGeneration::close);
        if (!begun) {
            lease.close();
        }
    }
}
