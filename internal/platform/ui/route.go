package ui

// Marker is the shape of a block: known by shape, icon and word, and only then
// by colour.
type Marker string

// The markers of blocks, and of how experienced one is.
const (
	MarkBase        Marker = "bas"     // circle, ring
	MarkAdvanced    Marker = "ford"    // square, lines
	MarkExpert      Marker = "spets"   // triangle, peak
	MarkWorkplace   Marker = "arb"     // hexagon, person
	MarkManager     Marker = "chef"    // diamond, up
	MarkNew         Marker = "ny"      // one stair of three
	MarkPractised   Marker = "van"     // two stairs
	MarkExperienced Marker = "erfaren" // three stairs
	MarkOther       Marker = "ovrigt"  // pill, dot
)

// class is the colour of the marker.
func (m Marker) class() string {
	switch m {
	case MarkBase, MarkAdvanced, MarkExpert, MarkWorkplace, MarkManager:
		return string(m)
	default:
		return "erf"
	}
}

// Stop is a block of the route.
type Stop struct {
	Marker Marker
	Title  string
	Helper string // one plain line: what the block is
	Count  string // "4 av 6 är klara"
	Here   string // "Här är du nu"; only at one stop
	Stages []Stage
	Empty  string // said when there are no stages
}

// Stage is one thing on the way: a card that is one target.
type Stage struct {
	Href   string // none: it cannot be opened
	Title  string
	Note   string // how long, or when
	Status StatusKind
	Word   string // instead of the word of the status
	More   Link   // a way on besides the card's own: to its course days
	Why    Link   // why it is here; Text alone, or with an address
}
