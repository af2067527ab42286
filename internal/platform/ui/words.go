package ui

// Word is a word of a page with an easy explanation.
type Word struct {
	ID         string // unique on the page
	Word       string
	Meaning    string
	Picture    string // address; optional
	PictureAlt string
	Support    Support // the same in the reader's own language; optional
}

// Support is an explanation in another language, beside the Swedish one.
type Support struct {
	Lang string // "so"
	Dir  string // "rtl" where the script goes that way
	Word string
	Text string
}

func (w Word) boxID() string { return "ord-" + w.ID }
