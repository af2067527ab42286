package browsertest

import (
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// View is how a page is looked at.
type View struct {
	Width, Height int64
	IsDark        bool
	Script        Script
	TextPercent   int // size of text against the usual; 0: 100
}

// Script is whether the page may run its scripts.
type Script bool

// With or without script.
const (
	WithScript    Script = false
	WithoutScript Script = true
)

// The views that every page is tried in.
var (
	Phone   = View{Width: 390, Height: 844}
	Desktop = View{Width: 1280, Height: 900}
	Narrow  = View{Width: 320, Height: 256} // a desktop page at 400 %
)

// Dark is the same view on a device set to dark.
func (v View) Dark() View { v.IsDark = true; return v }

// NoScript is the same view without script.
func (v View) NoScript() View { v.Script = WithoutScript; return v }

// Text is the same view with larger text, in percent.
func (v View) Text(percent int) View { v.TextPercent = percent; return v }

// actions set the view. The size of text is set on the page's root, as a
// browser does when a person chooses larger letters.
func (v View) actions() []chromedp.Action {
	scheme := "light"
	if v.IsDark {
		scheme = "dark"
	}
	return []chromedp.Action{
		chromedp.EmulateViewport(v.Width, v.Height),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"},
		}),
		emulation.SetScriptExecutionDisabled(v.Script == WithoutScript),
	}
}
