package ui

// NoticeKind is what a notice is about.
type NoticeKind string

// The kinds of notice.
const (
	Info NoticeKind = ""
	OK   NoticeKind = "ratt"
	Warn NoticeKind = "varn"
	Bad  NoticeKind = "fel"
)

// NoticeProps is a box that says one thing. Its children say it.
type NoticeProps struct {
	Kind  NoticeKind
	Title string // a heading inside the box; optional
	Icon  string // instead of the kind's own
	Focus bool   // it answers what was just done: gets the focus and is read out
}

func (p NoticeProps) icon() string {
	if p.Icon != "" {
		return p.Icon
	}
	switch p.Kind {
	case OK:
		return "circle-check"
	case Warn, Bad:
		return "triangle-alert"
	default:
		return "info"
	}
}

func (p NoticeProps) class() string {
	if p.Kind == Info {
		return "ruta"
	}
	return "ruta " + string(p.Kind)
}

// EmptyProps says that there is nothing here, and what one can do.
type EmptyProps struct {
	Icon, Title, Text string
	Action            Link
}
