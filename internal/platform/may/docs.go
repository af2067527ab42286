package may

import (
	"fmt"
	"strings"
)

// Docs is docs/permissions.md: the tables as people read them. `yrkesresan may table --docs` prints
// it, and a test compares.
func Docs() string {
	var b strings.Builder
	b.WriteString(`# Who may do what

Made from the tables in ` + "`internal/platform/may`" + ` (` + "`table.go`, `grantable.go`" + `), which the code asks and the tests
call every route with. A change there is written here by ` + "`make generate`" + ` (or
` + "`go run ./cmd/yrkesresan may table --docs > docs/permissions.md`" + `).

A role is held on a node of the tree, from one day until another, and reaches the node and everything under it. A role that asks
for an employment counts only while its holder works for the employer of the node; roles of a municipality are none at a private
employer there (rules 3 and 8). A role that is held through an appointment is given and ended with it, and somebody whom another
employer lends holds it while working there. What is one's own needs no role.

## Roles

| Role | Held on | Asks for employment | Through an appointment | Ends within | May |
|---|---|---|---|---|---|
`)
	for _, row := range Table() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", row.Role, words(row.On), yes(row.Employed), yes(row.Appointed), days(row.MostDays), words(row.Actions))
	}
	b.WriteString("\nA `producer` produces one journey: the role names it.\n\n## Actions\n\n| Action | Roles |\n|---|---|\n")
	for _, do := range Actions() {
		var roles []Role
		for _, r := range Roles() {
			if Allowed(r, do) {
				roles = append(roles, r)
			}
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", do, words(roles))
	}
	b.WriteString("\n## Who gives and ends which roles\n\nAt the own node and below it, and never to oneself. Inside an employer only that employer's roles give roles, but where the last\ncolumn says so. The last `national` and the last `municipality` of a place are not ended.\n\n| Role | Gives | On | From above too |\n|---|---|---|---|\n")
	for _, row := range Table() {
		for _, o := range row.Gives {
			fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s |\n", row.Role, o.Role, words(o.On), yes(o.Outside))
		}
	}
	return b.String()
}

func words[S ~string](all []S) string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = string(s)
	}
	return strings.Join(out, ", ")
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func days(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d days", n)
}
