/** The shell's commands for groups with rights; they come and go with the extension. */
package italk.ext.groups.shell;
