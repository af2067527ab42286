package sheet

import "regexp"

// excelErrors are the texts of cells whose formula failed.
var excelErrors = regexp.MustCompile(`^#(N/A|SAKNAS!|REF!|REFERENS!|VALUE!|VÄRDEFEL!|DIV/0!|DIVISION/0!|NAME\?|NAMN\?|NULL!|SKÄRNING!|NUM!|OGILTIGT!)$`)
