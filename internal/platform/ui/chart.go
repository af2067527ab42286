package ui

import "strconv"

// ChartProps is a picture of a few figures as bars. It says nothing that the table under it does not
// say in words and digits.
type ChartProps struct {
	ID    string // unique on the page
	Title string
	Text  string // what it shows, in one or two sentences, for who does not see it
	Bars  []Bar
}

// Bar is one line of the chart: how much of how much.
type Bar struct {
	Name, Text string // what it is of, and the figure in words: "45 av 120"
	Part, All  int64
}

// The chart's measures, in units of the drawing: as wide as a phone, so that its letters are as large
// there as those around it.
const (
	chartWidth = 360
	chartRow   = 52
	chartBar   = 14
)

func (p ChartProps) viewBox() string {
	return "0 0 " + strconv.Itoa(chartWidth) + " " + strconv.Itoa(len(p.Bars)*chartRow)
}

// labels names the title and the text.
func (p ChartProps) labels() string { return p.ID + "-titel " + p.ID + "-text" }

func (b Bar) width() string {
	if b.All <= 0 {
		return "0"
	}
	return strconv.FormatInt(min(b.Part, b.All)*chartWidth/b.All, 10)
}

func (ChartProps) y(i, plus int) string { return strconv.Itoa(i*chartRow + plus) }
