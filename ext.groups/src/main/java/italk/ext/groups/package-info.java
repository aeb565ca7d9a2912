/** The extension {@code groups_management}: groups with roles, rights and rules. */
package italk.ext.groups;
