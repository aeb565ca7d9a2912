package italk.engine.impl.hook;

import italk.engine.api.Conversation;
import italk.engine.api.Metadata;
import italk.engine.api.User;
import italk.engine.api.extension.ConnectInterceptor;
import italk.engine.api.extension.ConnectRequest;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import italk.engine.api.operation.Trial;
import italk.engine.api.operation.Trials;
import italk.engine.impl.work.Deadlines.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * One trial. Holds nothing of the extension; probes run on the pipeline's threads under its
 * deadlines, so that a hook that hangs keeps a thread there and not the one that tries.
 */
final class RunningTrial implements Trial {

  // A component that fails to activate tells nobody but Declarative Services.
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(20);

  private final BundleContext context;
  private final ExtensionRegistry registry;
  private final GuardedHooks hooks;
  private final String extension;

  RunningTrial(BundleContext context, ExtensionRegistry registry, String extension) {
    this.context = context;
    this.registry = registry;
    this.hooks = registry.hooks();
    this.extension = extension;
  }

  /** Asks a hook. */
  private interface Question<S> {
    Verdict ask(S hook) throws Exception;
  }

  @Override
  public Optional<String> awaitActive(long bundleId, Duration limit) throws InterruptedException {
    Bundle bundle = context.getBundle(bundleId);
    if (bundle == null || !hooks.ask(facts -> facts.isEnabled(extension))) {
      return bundle == null ? Optional.of("its bundle is gone") : Optional.empty();
    }
    long end = System.nanoTime() + limit.toNanos();
    while (!hooks.awaitActive(bundleId, LOOK_INTERVAL)) {
      Optional<String> failed = registry.diagnosis().failedActivation(bundle);
      if (failed.isPresent()) {
        return failed;
      } else if (System.nanoTime() - end >= 0) {
        return Optional.of(registry.diagnosisOf(bundle) + " (after " + limit.toMillis() + " ms)");
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> probe(long bundleId) throws InterruptedException {
    User nobody = new User(Trials.PROBE_USER, "Probe", Metadata.EMPTY, Instant.now(), true);
    MessageDraft draft =
        new MessageDraft(
            nobody,
            Trials.PROBE_USER,
            Conversation.direct(Trials.PROBE_USER, Trials.PROBE_USER),
            "probe",
            Optional.empty(),
            Instant.now());
    ConnectRequest request = new ConnectRequest(nobody, false, Instant.now());
    Optional<String> wrong =
        probe(
            registry.messagePassage(),
            bundleId,
            MessageInterceptor.class,
            it -> it.intercept(draft));
    return wrong.isPresent()
        ? wrong
        : probe(
            registry.connectPassage(),
            bundleId,
            ConnectInterceptor.class,
            it -> it.intercept(request));
  }

  private <S> Optional<String> probe(
      Passage<S> passage, long bundleId, Class<S> type, Question<S> question)
      throws InterruptedException {
    for (Hook<S> hook : hooks.ask(facts -> facts.hooksOf(bundleId, type))) {
      Optional<String> wrong = probe(passage, hook, question);
      if (wrong.isPresent()) {
        return wrong.map(what -> "asked about a probe, its " + type.getSimpleName() + " " + what);
      }
    }
    return Optional.empty();
  }

  private static <S> Optional<String> probe(Passage<S> passage, Hook<S> hook, Question<S> question)
      throws InterruptedException {
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    passage
        .workers()
        .execute(
            () -> {
              Outcome<Verdict> outcome =
                  passage
                      .deadlines()
                      .call(
                          () -> question.ask(hook.service()),
                          hook.timeout(),
                          () -> answer.complete(Optional.of(HookProblems.late(hook))));
              if (!outcome.givenUp()) {
                answer.complete(wrongWith(outcome));
              }
            });
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A probe's answer is never an exception.", e);
    }
  }

  private static Optional<String> wrongWith(Outcome<Verdict> outcome) {
    if (outcome.thrown() != null) {
      return Optional.of("threw " + outcome.thrown());
    }
    return outcome.result() == null
        ? Optional.of("answered null instead of a verdict")
        : Optional.empty();
  }

  @Override
  public void dismiss(long bundleId) {
    hooks.change(facts -> facts.dismiss(bundleId));
  }

  @Override
  public void close() {
    hooks.change(facts -> facts.endTrial(extension));
  }
}
