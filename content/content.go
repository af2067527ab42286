// Package content is what a fresh installation holds: courses, journeys, frameworks, guides of meetings, introductions, material and presets as folders of text.
package content

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
)

//go:embed courses frameworks guides introductions journeys material presets
var files embed.FS

// Courses are the shipped courses, a folder each.
func Courses() fs.FS { return sub("courses") }

// Journeys are the shipped journeys, a YAML file each.
func Journeys() fs.FS { return sub("journeys") }

// Frameworks are the shipped competence frameworks, a YAML file each.
func Frameworks() fs.FS { return sub("frameworks") }

// Material is the shipped toolboxes, a YAML file each, with their files.
func Material() fs.FS { return sub("material") }

// Guides are the shipped guides of meetings, a YAML file each.
func Guides() fs.FS { return sub("guides") }

// Introductions are the shipped checklists of introductions, a YAML file each.
func Introductions() fs.FS { return sub("introductions") }

// Presets are the shipped presets, a YAML file each, with their toolboxes in material.
func Presets() fs.FS { return sub("presets") }

func sub(dir string) fs.FS {
	f, err := fs.Sub(files, dir)
	if err != nil {
		panic(err) // the directory is embedded above
	}
	return f
}

// Digest tells whether anything shipped has changed since an installation was seeded.
func Digest() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		body, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		sum.Write([]byte(name + "\x00"))
		sum.Write(body)
		return nil
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}
