package italk.engine.impl.hook;

import italk.engine.api.EngineException;
import italk.engine.api.Problem;
import italk.engine.api.extension.FailurePolicy;
import italk.engine.api.extension.Verdict;
import italk.engine.impl.hook.Health.Permit;
import italk.engine.impl.work.Deadlines.Outcome;
import italk.engine.impl.work.Places;
import java.time.Duration;
import java.util.Optional;

/**
 * One message, or one connect, on its way through the gate and past the interceptors. Ends in
 * {@link #passed} or {@link #refused}, exactly once.
 *
 * <p>A walk belongs to one thread at a time: the worker that handles it, then the gate's list, then
 * another worker. A worker whose call was given up has lost it and must not touch it any more.
 *
 * @param <S> the type of interceptor
 */
public abstract class Walk<S> implements Gate.Waiter {

  private final Passage<S> passage;
  private Chain<S> chain;
  private boolean isInside;
  private int epoch;
  private int next;

  protected Walk(Passage<S> passage) {
    this.passage = passage;
  }

  /** Begins, on a worker. Whatever earlier hooks replaced is forgotten. */
  public final void start() {
    safely(this::enter);
  }

  // A defect of ours is told by the caller; it must leave neither the sender nor the conversation
  // waiting for ever, nor whoever waits until nobody is inside.
  private void safely(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException | Error defect) {
      try {
        refused(HookProblems.defect());
      } finally {
        leave();
      }
      throw defect;
    }
  }

  private void leave() {
    if (isInside) {
      isInside = false;
      chain.fence().leave();
    }
  }

  private void enter() {
    // Before entering: a change that comes in between makes it begin again once too often, not once
    // too seldom.
    epoch = passage.gate().epoch();
    Optional<Chain<S>> entered = passage.gate().enter();
    if (entered.isEmpty()) {
      passage.gate().await(this);
      return;
    }
    chain = entered.get();
    isInside = true;
    next = 0;
    try {
      begin();
    } catch (EngineException e) { // The store can't be read.
      end(e.problem());
      return;
    }
    goOn();
  }

  /**
   * Takes back what an earlier, unfinished round has replaced.
   *
   * @throws EngineException it is refused
   */
  protected abstract void begin();

  /** Asks one interceptor. */
  protected abstract Verdict ask(S interceptor) throws Exception;

  /**
   * Takes another content.
   *
   * @return what is wrong with it; empty where it was taken
   */
  protected abstract Optional<String> replace(String content);

  /** All have accepted. Must not block. */
  protected abstract void passed();

  /** It ends here. Must not block. */
  protected abstract void refused(Problem problem);

  /** What it is about, for reports; never a content. */
  protected abstract String subject();

  @Override
  public final void tryAgain() {
    passage.workers().execute(this::start);
  }

  private void onWorker(Runnable part) {
    passage.workers().execute(() -> safely(part));
  }

  @Override
  public final void refuse(Problem problem) {
    passage.workers().execute(() -> refused(problem));
  }

  private void goOn() {
    while (next < chain.hooks().size()) {
      Hook<S> hook = chain.hooks().get(next);
      if (hook.isGone()) {
        // It was unregistered while this walk was held up before it: what has its place must see
        // this, too.
        beginAgain();
        return;
      }
      next++;
      if (!step(hook)) {
        return;
      }
    }
    if (epoch != passage.gate().epoch()) {
      beginAgain();
      return;
    }
    try {
      passed();
    } finally {
      leave();
    }
  }

  /** False where the walk ended, waits, or went on with another thread. */
  private boolean step(Hook<S> hook) {
    if (hook.isMuted()) {
      return true;
    } else if (hook.health().isLeftAlone()) {
      return bypass(hook);
    } else if (hook.places().isShut()) {
      return failAsStuck(hook);
    } else if (hook.places().enter()) {
      return call(hook);
    }
    passage.deadlines().await(hook.places(), new Patience(hook), hook.timeout());
    return false;
  }

  /** Has a place. */
  private boolean call(Hook<S> hook) {
    Permit permit = hook.health().permit();
    if (permit == Permit.BYPASS) {
      hook.places().leave();
      return bypass(hook);
    }
    long begunAt = hook.statistics().begins();
    Outcome<Verdict> outcome =
        passage
            .deadlines()
            .call(
                () -> ask(hook.service()), hook.timeout(), hook.places(), () -> late(hook, permit));
    if (outcome.givenUp()) {
      return false;
    }
    hook.statistics().ends(begunAt, outcome.slowNanos());
    if (outcome.thrown() != null) {
      return fail(hook, permit, "threw", outcome.thrown());
    }
    return apply(hook, permit, outcome.result());
  }

  /** This walk, while it waits for a place in a hook. Without a thread; then another worker's. */
  private final class Patience implements Places.Guest {
    private final Hook<S> hook;

    Patience(Hook<S> hook) {
      this.hook = hook;
    }

    @Override
    public void admitted() {
      onWorker(
          () -> {
            if (hasGoneElsewhere()) {
              hook.places().leave();
              beginAgain();
            } else if (call(hook)) {
              goOn();
            }
          });
    }

    @Override
    public void turnedAway(boolean shut) {
      onWorker(
          () -> {
            if (hasGoneElsewhere()) {
              beginAgain();
            } else if (shut ? failAsStuck(hook) : failForCrowd(hook)) {
              goOn();
            }
          });
    }

    @Override
    public boolean hasGoneElsewhere() {
      // What has its place must see this, too; and nobody should have to wait for this walk.
      return hook.isGone() || passage.gate().chain() != chain;
    }
  }

  private void beginAgain() {
    leave();
    enter();
  }

  /** It is in quarantine: not asked, and not reported each time. */
  private boolean bypass(Hook<S> hook) {
    Duration pause = hook.health().untilTried().plus(HookProblems.RETRY_AFTER_FAILURE);
    return decideByPolicy(hook, "is in quarantine after too many failures", pause);
  }

  // On the ticker. The thread that is stuck in the hook has lost this walk; another worker goes on
  // with it.
  private void late(Hook<S> hook, Permit permit) {
    onWorker(
        () -> {
          hook.statistics().isLate(hook.timeout());
          if (fail(hook, permit, HookProblems.late(hook), null)) {
            goOn();
          }
        });
  }

  private boolean apply(Hook<S> hook, Permit permit, Verdict verdict) {
    if (verdict == null) {
      return fail(hook, permit, "answered null instead of a verdict", null);
    } else if (verdict instanceof Verdict.Replace replacement) {
      Optional<String> wrong = replace(replacement.content());
      if (wrong.isPresent()) {
        return fail(hook, permit, "replaced the content by one that " + wrong.get(), null);
      }
    }
    hook.health().succeeded(permit);
    if (verdict instanceof Verdict.Reject reject) {
      hook.statistics().rejects();
      return end(HookProblems.rejected(hook, reject));
    }
    return true;
  }

  /** It was not asked, because earlier calls hang. */
  private boolean failAsStuck(Hook<S> hook) {
    return fail(hook, Permit.ASK, "is still busy with earlier calls", null);
  }

  /** It was not asked, because too many others were: no proof that it is ill. */
  private boolean failForCrowd(Hook<S> hook) {
    String what =
        "was busy with others for " + hook.timeout().toMillis() + " ms and could not be asked";
    return report(hook, what, null);
  }

  private boolean fail(Hook<S> hook, Permit permit, String what, Throwable thrown) {
    hook.health().failed(permit);
    return report(hook, what, thrown);
  }

  private boolean report(Hook<S> hook, String what, Throwable thrown) {
    hook.statistics().fails();
    passage.report(hook, subject(), what, thrown);
    return decideByPolicy(hook, "could not decide", HookProblems.RETRY_AFTER_FAILURE);
  }

  private boolean decideByPolicy(Hook<S> hook, String why, Duration retryAfter) {
    if (hook.failurePolicy() == FailurePolicy.ACCEPT) {
      return true;
    }
    return end(HookProblems.undecided(hook, why, retryAfter));
  }

  /** Never goes on. */
  private boolean end(Problem problem) {
    try {
      refused(problem);
    } finally {
      leave();
    }
    return false;
  }
}
