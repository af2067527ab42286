// Package calendar writes course days as iCalendar (RFC 5545), for calendars that subscribe to an address and for
// those that take an invitation: lines end with CRLF and are folded at 75 octets, times are in UTC, so that a reader
// needs no zone of ours, and an entry keeps its UID for life while SEQUENCE tells which telling is the latest.
package calendar

import (
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"
)

// Method is what a calendar is to do with what it reads.
type Method string

// The methods.
const (
	Publish Method = "PUBLISH" // an address that is read again and again
	Request Method = "REQUEST" // an invitation, or another one in its place
	Cancel  Method = "CANCEL"  // and taken back
)

// Entry is one meeting.
type Entry struct {
	UID           string
	Sequence      int64
	Begins, Ends  time.Time
	Title         string
	Location      string
	Text          string // what it is about, in lines
	URL           string
	Cancelled     bool
	Tentative     bool // held, and not yet answered
	Changed       time.Time
	Organiser     string // an address: mailto:… or https://…; needed by Request and Cancel
	OrganiserName string
	Attendee      string // an address, for Request and Cancel
}

// Write gives a calendar's text. The same entries give the same text, whatever the hour.
func Write(name string, method Method, entries []Entry) string {
	c := ics.NewCalendar()
	c.SetProductId("-//Yrkesresan//Kursdagar//SV")
	c.SetVersion("2.0")
	c.SetCalscale("GREGORIAN")
	c.SetMethod(ics.Method(method))
	if name != "" {
		c.SetXWRCalName(plain(name))
		c.SetXWRTimezone("Europe/Stockholm")
	}
	if method == Publish {
		c.SetXPublishedTTL("PT1H")
	}
	for _, e := range entries {
		add(c, method, e)
	}
	if len(entries) == 0 { // a calendar has at least one part (RFC 5545, 3.6); the zone tells nothing more
		utc := c.AddTimezone("UTC").AddStandard()
		utc.SetProperty(ics.ComponentPropertyDtStart, "19700101T000000")
		utc.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), "+0000")
		utc.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), "+0000")
	}
	return c.Serialize(ics.WithNewLineWindows)
}

func add(c *ics.Calendar, method Method, e Entry) {
	v := c.AddEvent(e.UID)
	v.SetDtStampTime(e.Changed.UTC())
	v.SetModifiedAt(e.Changed.UTC())
	v.SetSequence(int(e.Sequence))
	v.SetStartAt(e.Begins.UTC())
	v.SetEndAt(e.Ends.UTC())
	v.SetSummary(plain(e.Title))
	if e.Location != "" {
		v.SetLocation(plain(e.Location))
	}
	if e.Text != "" {
		v.SetDescription(plain(e.Text))
	}
	if e.URL != "" {
		v.SetURL(e.URL)
	}
	switch {
	case e.Cancelled || method == Cancel:
		v.SetStatus(ics.ObjectStatusCancelled)
	case e.Tentative:
		v.SetStatus(ics.ObjectStatusTentative)
	default:
		v.SetStatus(ics.ObjectStatusConfirmed)
	}
	if method != Publish {
		if e.OrganiserName != "" {
			v.SetProperty(ics.ComponentPropertyOrganizer, e.Organiser, ics.WithCN(parameter(e.OrganiserName)))
		} else {
			v.SetProperty(ics.ComponentPropertyOrganizer, e.Organiser)
		}
		if e.Attendee != "" {
			v.SetProperty(ics.ComponentPropertyAttendee, e.Attendee, ics.ParticipationStatusAccepted)
		}
	}
}

// plain takes away what no calendar text may hold: control characters but line breaks, which are \n.
func plain(s string) string {
	s = strings.ToValidUTF8(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ").Replace(s), "")
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

// parameter is a text as the value of a parameter may have it.
func parameter(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`":;,`, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}
