package italk.bench.cost;

import italk.bench.setup.Drafts;
import italk.bench.setup.PlainFelix;
import italk.bench.setup.SeparateHooks;
import italk.engine.api.extension.MessageDraft;
import italk.engine.api.extension.MessageInterceptor;
import italk.engine.api.extension.Verdict;
import java.util.Hashtable;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/**
 * Felix Event Admin in a real Felix: {@code sendEvent} to one handler for each hook. Handlers can't
 * answer, so the event carries where a verdict goes.
 */
@State(Scope.Benchmark)
public class EventAdminHooks {

  private static final String TOPIC = "italk/bench/MESSAGE";
  private static final String DRAFT = "draft";
  private static final String ANSWER = "answer";

  /** How many hooks. */
  @Param({"0", "1", "4", "16"})
  public int hooks;

  /** {@code org.apache.felix.eventadmin.Timeout}, ms: 5000 is the default, 0 is for no deadline. */
  @Param({"5000", "0"})
  public int timeout;

  private final MessageDraft draft = Drafts.of(Drafts.CONTENT);
  private PlainFelix felix;
  private EventAdmin eventAdmin;

  /** Where handlers say what is not plainly accepted. Event Admin calls one after the other. */
  private static final class Answer {
    private volatile boolean isRefused;
    private volatile int marks;
  }

  /** Calls the hook. */
  private record Handler(MessageInterceptor hook) implements EventHandler {
    @Override
    public void handleEvent(Event event) {
      Verdict verdict;
      try {
        verdict = hook.intercept((MessageDraft) event.getProperty(DRAFT));
      } catch (Exception e) {
        throw new IllegalStateException("The tiny hook throws nothing", e);
      }
      if (!(verdict instanceof Verdict.Accept)) {
        Answer answer = (Answer) event.getProperty(ANSWER);
        answer.isRefused = true;
        answer.marks = answer.marks + 1;
      }
    }
  }

  /** Registers the handlers and checks that each is called. */
  @Setup
  public void setUp() throws Exception {
    felix =
        PlainFelix.start(Map.of("org.apache.felix.eventadmin.Timeout", Integer.toString(timeout)));
    felix.startOfDistribution("org.apache.felix.eventadmin-");
    for (MessageInterceptor hook : SeparateHooks.of(hooks)) {
      felix
          .context()
          .registerService(
              EventHandler.class,
              new Handler(hook),
              new Hashtable<>(Map.of(EventConstants.EVENT_TOPIC, TOPIC)));
    }
    eventAdmin = felix.context().getService(felix.context().getServiceReference(EventAdmin.class));
    Checks.same("handlers that were called", hooks, send(Drafts.of(Drafts.MARKED_BY_ALL)).marks);
  }

  /** Stops the framework. */
  @TearDown
  public void tearDown() {
    felix.close();
  }

  /** One message. */
  @Benchmark
  public boolean message() {
    return send(draft).isRefused;
  }

  private Answer send(MessageDraft sent) {
    Answer answer = new Answer();
    eventAdmin.sendEvent(new Event(TOPIC, Map.of(DRAFT, sent, ANSWER, answer)));
    return answer;
  }
}
