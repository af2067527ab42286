package ui

import (
	"context"

	"yrkesresan/internal/platform/lang"
)

// StatusKind is how far something has come. Each has an icon, a word and, only
// then, a colour.
type StatusKind string

// The kinds of status. The value is the key of its word: ui.status.<value>.
const (
	Done          StatusKind = "done"
	Ongoing       StatusKind = "ongoing"
	NotStarted    StatusKind = "not_started"
	Renew         StatusKind = "renew"
	Missing       StatusKind = "missing"
	Overdue       StatusKind = "overdue"
	Paused        StatusKind = "paused"
	Locked        StatusKind = "locked"
	Booked        StatusKind = "booked"
	NotApplicable StatusKind = "not_applicable"
)

// look is the icon and the class of a status.
func (k StatusKind) look() (icon, class string) {
	switch k {
	case Done:
		return "circle-check", "status klar"
	case Ongoing:
		return "play", "status pagar"
	case Booked:
		return "calendar", "status pagar"
	case Renew:
		return "refresh-cw", "status fornya"
	case Missing:
		return "triangle-alert", "status saknas"
	case Overdue:
		return "clock", "status saknas"
	case Paused:
		return "pause", "status"
	case Locked:
		return "lock", "status"
	case NotApplicable:
		return "x", "status"
	default:
		return "circle", "status"
	}
}

func (k StatusKind) icon() string  { icon, _ := k.look(); return icon }
func (k StatusKind) class() string { _, class := k.look(); return class }

func (k StatusKind) word(ctx context.Context, text string) string {
	if text != "" {
		return text
	}
	return lang.T(ctx, "ui.status."+string(k))
}

// StepsProps is a row of steps with its words.
type StepsProps struct {
	Done, All int
	Now       int    // the step one is on, from 1; 0: none
	Text      string // "Del 3 av 5"; the bar is decoration, this is the message
}

// maxSteps is how many pieces a bar can have and still be counted by eye; more
// are shown in words only.
const maxSteps = 12

func (p StepsProps) class(step int) string {
	switch {
	case step == p.Now:
		return "nu"
	case step <= p.Done:
		return "klar"
	default:
		return ""
	}
}
