package italk.ext.events;

import italk.engine.api.Problem;
import italk.ext.events.webhook.WebhookDesk;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** How webhooks are, and what is done with what they could not be told. */
@Component(
    service = WebhookCommands.class,
    configurationPid = EventsManagement.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@GogoCommand(scope = "italk", function = "webhooks")
public final class WebhookCommands {

  private static final String USAGE =
      "webhooks knows: webhooks, webhooks dead, webhooks retry ID|all, webhooks drop ID|all.";

  private final Webhooks webhooks;

  /** Needs the webhooks. */
  @Activate
  public WebhookCommands(@Reference Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  /** All webhooks. */
  @Descriptor("lists the webhooks, how far they have come, and what is wrong")
  public String webhooks() {
    String problem =
        webhooks.problem().map(it -> "\nThe options are not in force: " + it).orElse("");
    List<WebhookDesk.Report> reports = webhooks.desk().reports();
    if (reports.isEmpty()) {
      return "There are no webhooks. They are an option: events_management.webhooks" + problem;
    }
    Table table =
        new Table(
            "NAME",
            "URL",
            "SIGNED",
            "DELIVERED",
            "WAITING",
            "MESSAGES UP TO",
            "DEAD",
            "LOST",
            "NEXT TRY",
            "PROBLEM");
    reports.forEach(
        it ->
            table.row(
                it.name(),
                it.url(),
                it.isSigned() ? "yes" : "no",
                it.delivered(),
                it.waiting(),
                it.told().map(Table::time).orElse("-"),
                it.dead(),
                it.lost(),
                it.nextTry().map(Table::time).orElse("-"),
                it.problem().orElse("-")));
    return table + problem;
  }

  /** The dead letters. */
  @Descriptor("dead: lists what webhooks could not be told")
  public String webhooks(@Descriptor("dead") String action) {
    if (!action.equals("dead")) {
      throw Problem.of(Problem.Code.INVALID, USAGE).exception();
    }
    List<WebhookDesk.Letter> letters = webhooks.desk().dead();
    if (letters.isEmpty()) {
      return "There are no dead letters.";
    }
    Table table = new Table("WEBHOOK", "ID", "EVENT", "TIME", "ATTEMPTS", "PROBLEM");
    letters.forEach(
        it ->
            table.row(
                it.webhook(),
                it.id(),
                it.type(),
                Table.time(it.at()),
                it.attempts(),
                it.problem()));
    return table.toString();
  }

  /** Does something with dead letters. */
  @Descriptor("retry ID or all: tries dead letters once more; drop ID or all: throws them away")
  public String webhooks(
      @Descriptor("retry | drop") String action, @Descriptor("ID | all") String id) {
    return switch (action) {
      case "retry" -> count(webhooks.desk().retry(id)) + " will be tried once more.";
      case "drop" -> count(webhooks.desk().drop(id)) + " thrown away.";
      default -> throw Problem.of(Problem.Code.INVALID, USAGE).exception();
    };
  }

  private static String count(int letters) {
    return letters == 1 ? "1 dead letter" : letters + " dead letters";
  }
}
