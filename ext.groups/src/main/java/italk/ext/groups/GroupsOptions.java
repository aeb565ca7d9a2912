package italk.ext.groups;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The section {@code groups_management} of {@code config.json}. */
@ObjectClassDefinition(
    localization = "OSGI-INF/l10n/options",
    name = "%name",
    description = "%description")
@interface GroupsOptions {

  @AttributeDefinition(
      name = "%write.name",
      description = "%write.description",
      options = {
        @Option(label = "owner", value = "owner"),
        @Option(label = "moderator", value = "moderator"),
        @Option(label = "member", value = "member")
      })
  String write() default "member";

  @AttributeDefinition(
      name = "%write_read_only.name",
      description = "%write_read_only.description",
      options = {
        @Option(label = "owner", value = "owner"),
        @Option(label = "moderator", value = "moderator"),
        @Option(label = "member", value = "member")
      })
  String write__read__only() default "moderator";

  @AttributeDefinition(
      name = "%skip_slow_mode.name",
      description = "%skip_slow_mode.description",
      options = {
        @Option(label = "owner", value = "owner"),
        @Option(label = "moderator", value = "moderator"),
        @Option(label = "member", value = "member")
      })
  String skip__slow__mode() default "moderator";

  @AttributeDefinition(
      name = "%invite.name",
      description = "%invite.description",
      options = {
        @Option(label = "owner", value = "owner"),
        @Option(label = "moderator", value = "moderator"),
        @Option(label = "member", value = "member")
      })
  String invite() default "moderator";

  @AttributeDefinition(
      name = "%remove.name",
      description = "%remove.description",
      options = {
        @Option(label = "owner", value = "owner"),
        @Option(label = "moderator", value = "moderator"),
        @Option(label = "member", value = "member")
      })
  String remove() default "moderator";

  @AttributeDefinition(
      name = "%change.name",
      description = "%change.description",
      options = {
        @Option(label = "owner", value = "owner"),
        @Option(label = "moderator", value = "moderator"),
        @Option(label = "member", value = "member")
      })
  String change() default "owner";

  @AttributeDefinition(
      name = "%entry.name",
      description = "%entry.description",
      options = {
        @Option(label = "invitation", value = "invitation"),
        @Option(label = "approval", value = "approval")
      })
  String entry() default "invitation";

  @AttributeDefinition(
      name = "%slow_mode_seconds.name",
      description = "%slow_mode_seconds.description",
      min = "0",
      max = "86400")
  int slow__mode__seconds() default 0;

  @AttributeDefinition(
      name = "%max_members.name",
      description = "%max_members.description",
      min = "1",
      max = "10000")
  int max__members() default 10_000;

  @AttributeDefinition(
      name = "%users_may_create.name",
      description = "%users_may_create.description")
  boolean users__may__create() default true;

  @AttributeDefinition(
      name = "%max_pending.name",
      description = "%max_pending.description",
      min = "1",
      max = "1000")
  int max__pending() default 100;

  @AttributeDefinition(
      name = "%pending_days.name",
      description = "%pending_days.description",
      min = "1",
      max = "365")
  int pending__days() default 30;
}
