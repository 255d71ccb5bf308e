"""The pages, in the order in which they are read."""

from ganstudio.ui.learning.page import Erratum, Page, Question

PAGES: tuple[Page, ...] = (
    Page(
        "four-distances",
        "Four distances",
        "Two point masses drift apart. Only one distance notices how far.",
        (
            r"\mathrm{KL}(\delta_0 \| \delta_\theta) = \infty",
            r"\mathrm{JS} = \log 2, \quad \mathrm{TV} = 1",
            r"W_1(\delta_0, \delta_\theta) = |\theta|",
        ),
        "Arjovsky et al. 2017, arXiv:1701.07875, example 1",
        (
            "Move θ towards 0: three distances stay where they are until the masses meet.",
            "W1 has a slope on both sides: a generator at θ can follow it home.",
            "Two segments instead of two points change nothing but the picture.",
        ),
        Question("A point mass at 0, another at 3. What is W1?", 3, "It is the way between them."),
        "wgan-ring",
        "WGAN, ring",
        Erratum(
            "Deck 004, the problem with JS",
            "The slide gets log 4. With its two halves the JS of distributions that do not "
            "overlap is log 2 = 0.693 nats, as it is here.",
        ),
    ),
    Page(
        "earth-mover",
        "Earth mover on piles",
        "Drag blocks between piles. The plan, its cost and its proof follow.",
        (
            r"W(P, Q) = \min_{\gamma \in \Pi} \sum_{ij} \gamma_{ij} |i - j|",
            r"= \max_{\|f\|_L \leq 1} \sum_i (P_i - Q_i) f_i",
            r"= \sum_i |\delta_i|, \quad \delta = \mathrm{cumsum}(P - Q)",
        ),
        "Villani 2009, theorem 5.10. Ground distance |i − j|",
        (
            "Blocks that already fit stay where they are.",
            "The cost is in blocks times places; per unit of mass it is a tenth of that.",
            "Make P equal to Q: any constant is a best critic.",
        ),
        Question(
            "P = (4, 0) and Q = (0, 4). What is the cost?", 4, "Four blocks go one place each."
        ),
        "wgan-ring",
        "WGAN, ring",
        Erratum(
            "Deck 003, D.1 and D.3",
            "One slide sums the plan over x to get one marginal, the other over y. Here rows "
            "sum to P and columns to Q on every page.",
        ),
    ),
    Page(
        "primal-and-dual",
        "Primal and dual",
        "Propose a critic: no allowed one is worth more than the cheapest plan costs.",
        (
            r"\min_\gamma \langle C, \gamma \rangle: \quad A\gamma = (P, Q), \; \gamma \geq 0",
            r"\max_f \sum_i (P_i - Q_i) f_i: \quad f_i - f_j \leq |i - j|",
            r"\gamma_{ij} > 0 \;\Rightarrow\; f_i - f_j = |i - j|",
        ),
        "Villani 2009, theorem 5.10 and remark 6.5",
        (
            "Lower f where earth is wanted, keep it where there is too much: the dual rises.",
            "A step of more than 1 is not allowed: the cells that it breaks turn red.",
            "At the best critic the filled cells read 0: there the plan and the critic meet.",
        ),
        Question(
            "The lecture's piles: what is the most that an allowed critic is worth?",
            5,
            "As much as the cheapest plan costs.",
        ),
        "wgan-gp-ring",
        "WGAN-GP, ring",
        Erratum(
            "Deck 003, D.3",
            "The slide chains “⇔” from f(x) + g(y) ≤ d to g ≤ −f. These are implications; the "
            "maximum is reached at g = −f, which is why one function is enough.",
        ),
    ),
    Page(
        "optimal-discriminator",
        "The optimal discriminator",
        "Two Gaussians, and the best answer anybody can give to “data or fake?”.",
        (
            r"D^*(x) = \frac{p(x)}{p(x) + q(x)}",
            r"V(D^*, G) = 2\,\mathrm{JSD}(p, q) - \log 4",
        ),
        "Goodfellow et al. 2014, arXiv:1406.2661, proposition 1 and theorem 1",
        (
            "Lay the fakes on the data: D* is ½ everywhere, the game is worth −log 4.",
            "Pull them apart: D* turns into a step and the value rises to 0.",
            "Give the two the same mean and other widths: D* has two crossings of ½.",
        ),
        Question(
            "Fakes equal data. What does D* say of any sample?", 0.5, "p / (p + p) is a half."
        ),
        "gan-1d",
        "GAN, 1-D",
        Erratum(
            "Deck 001, equations 3 and 12",
            "JS is defined there without the half before each KL and then said to end at log 2. "
            "With the halves it does; without them it would end at log 4.",
        ),
    ),
    Page(
        "vanishing-gradients",
        "Vanishing gradients",
        "What is left of the generator's gradient while the critic wins.",
        (
            r"\ell = \log(1 - \sigma(a)): \quad \ell'(a) = -\sigma(a)",
            r"\ell = -\log \sigma(a): \quad \ell'(a) = \sigma(a) - 1",
            r"\ell = -a: \quad \ell'(a) = -1",
        ),
        "Goodfellow et al. 2014, arXiv:1406.2661, section 3; a is the critic's output",
        (
            "Far to the left the critic is sure. The minimax slope is gone, the other is −1.",
            "Change the axis to D: there the minimax slope at D = 0 is −1, not 0.",
            "Least squares pulls harder the farther off a fake is; Wasserstein always alike.",
        ),
        Question(
            "The critic says a = 0. What is the slope of the non-saturating loss there?",
            -0.5,
            "σ(0) − 1 is minus a half.",
        ),
        "ns-gan-ring",
        "NS-GAN, ring",
        Erratum(
            "Deck 003, C.2",
            "The gradient of the −log D loss is printed as that of KL − JSD. It is that of "
            "KL − 2 JSD (Arjovsky and Bottou 2017, theorem 2.5).",
        ),
    ),
    Page(
        "two-critics",
        "WGAN, figure 2",
        "A discriminator that is sure falls silent. A 1-Lipschitz critic keeps its slope.",
        (
            r"f^* = \mathrm{argmax}_{\|f\|_L \leq 1}\; E_p f - E_q f",
            r"W_1(p, q) = \int |F_p(x) - F_q(x)|\, dx",
        ),
        "Arjovsky et al. 2017, arXiv:1701.07875, figure 2",
        (
            "Between two far Gaussians D* is flat at both ends: the fakes feel nothing.",
            "The critic climbs with slope 1 all the way from the fakes to the data.",
            "Bring them together: the critic's slope turns where mass has found its place.",
        ),
        Question(
            "Two Gaussians of one width, means −3 and 3. What is W1?",
            6,
            "Every grain travels the distance of the means.",
        ),
        "wgan-gp-ring",
        "WGAN-GP, ring",
    ),
    Page(
        "critic-surfaces",
        "Critic surfaces",
        "Clip a critic's weights or penalise its slope: what it can still say of the data.",
        (
            r"|w| \leq c",
            r"L = E_q\, D - E_p\, D + \lambda\, E_{\hat x}",
            r"\quad\; (\|\nabla_{\hat x} D(\hat x)\|_2 - 1)^2",
        ),
        "Gulrajani et al. 2017, arXiv:1704.00028, equation 3 and figure 1",
        (
            "Eight Gaussians: the clipped surface has a few facets, the other eight rays.",
            "The clipped weights stand at the two limits; the others form a bell.",
            "Twelve layers: gradients fade at c = 0.01 and grow at 0.1. Only the penalty holds.",
        ),
        Question(
            "Every weight is clipped to ±0.01. How large can |w| be at most?",
            0.01,
            "That is all that the clip says; the slope it allows depends on width and depth.",
            tolerance=0.0001,
        ),
        "wgan-gp-swiss-roll",
        "WGAN-GP, Swiss roll",
        Erratum(
            "Decks 001, equation 19, and 000, the algorithm",
            "The penalty is added to what the critic maximises, and the clip is ±1. The critic "
            "minimises its loss with the penalty added, and c is 0.01.",
        ),
    ),
    Page(
        "f-divergences",
        "The f-divergence bench",
        "One bound, eleven divergences: how close a critic brings it to the truth.",
        (
            r"D_f(P \| Q) = E_q\, f\!\left(\frac{p}{q}\right)",
            r"\geq E_p\, T - E_q\, f^*(T)",
            r"T^* = f'\!\left(\frac{p}{q}\right)",
        ),
        "Nowozin et al. 2016, arXiv:1606.00709, equation 4 and table 1",
        (
            "At T = T* the bound touches the dotted line, in every row.",
            "Scale T: some rows fall gently, others leave the domain of f* at once.",
            "The GAN row is −log 4 where both are one: its f(1) is not 0.",
        ),
        Question("P equals Q. What is their KL divergence?", 0, "The ratio is 1 and f(1) is 0."),
        "fgan-kl-1d",
        "f-GAN, KL",
        Erratum(
            "Deck 002, the table",
            "The integrals of Pearson and Neyman are swapped against their functions. With "
            "D_f = E_q f(p / q), (u − 1)² is ∫(p − q)² / q.",
        ),
    ),
    Page(
        "modes",
        "Seeking and covering",
        "One Gaussian has to stand for two modes.",
        (r"\min_{\mu, \sigma} D_f\left(p \,\|\, N(\mu, \sigma^2)\right)",),
        "Nowozin et al. 2016, arXiv:1606.00709, section 3 and table 3",
        (
            "KL takes the mean and the width of both: it covers, and invents what lies between.",
            "Reverse KL picks the heavier mode and forgets the other.",
            "Down each column its own row is least; what one likes another may find endlessly bad.",
            "Push the modes together: the quarrel ends.",
        ),
        Question(
            "Modes at −2 and 2, each with half the mass. Where does KL put its mean?",
            0,
            "Minimising KL matches the mean of the data.",
        ),
        "fgan-reverse-kl-1d",
        "f-GAN, reverse KL",
    ),
    Page(
        "packing",
        "Packing",
        "A generator that forgets a mode looks no worse one by one. In packs it does.",
        (
            r"\exists S: \quad P(S) \geq \delta, \; Q(S) \leq \varepsilon",
            r"\tau = \mathrm{TV}(P, Q)",
            r"\mathrm{TV}(P^m, Q^m) \leq 1 - (1 - \tau)^m",
        ),
        "Lin et al. 2018, arXiv:1712.04086, section 4",
        (
            "m = 1: with or without a hole, the distance is τ. One sample cannot tell.",
            "Raise m: a pair with a hole lies at least as far apart as the blue line, one that "
            "loses and invents nothing so large at most as far as the orange one.",
            "δ − ε above τ: so large a hole does not fit into so small a distance.",
        ),
        Question(
            "τ is 0.5. How far apart can packs of two be at most?", 0.75, "1 − (1 − 0.5)² = 0.75."
        ),
        "pacgan-ring",
        "PacGAN 2, ring",
    ),
    Page(
        "dirac-gan",
        "The Dirac-GAN",
        "Data at 0, a generator at θ, a critic ψx. A rest point need not draw anybody near.",
        (
            r"\min_\theta \max_\psi\; f(\psi\theta) + f(0)",
            r"\lambda = \frac{-\gamma \pm \sqrt{\gamma^2 - 4 f'(0)^2}}{2}",
        ),
        "Mescheder et al. 2018, arXiv:1801.04406, sections 2 and 3; eigenvalues with R1",
        (
            "GAN and WGAN go round: both gradients vanish at 0, but nothing pulls inwards.",
            "R1, instance noise and consensus optimisation spiral in.",
            "In turns instead of at once, the WGAN stays on an ellipse; it still does not rest.",
        ),
        Question(
            "R1 of strength 1: what is the real part of the eigenvalues at 0?",
            -0.5,
            "The root vanishes at γ = 2 f'(0) = 1, and −γ / 2 is left.",
        ),
        "wgan-gp-ring",
        "WGAN-GP, ring",
    ),
    Page(
        "errata",
        "What the slides print",
        "Every place where a deck says something else than the studio, and what is right.",
        (r"\mathrm{JS}(\delta_0, \delta_1) = \log 2 \neq \log 4",),
        "Decks 000 to 004, compared with the papers and their code",
        (
            "Search for a deck, such as 003, or for a word, such as penalty.",
            "Most slips are a sign, a half or a swapped pair: the formula looks right.",
            "Show the page opens the demo on which the right figure can be read.",
        ),
        Question("Which c does the WGAN paper clip weights to?", 0.01, "Not 1.", tolerance=0.0001),
        "wgan-ring",
        "WGAN, ring",
    ),
    Page(
        "own-world",
        "A world of your own",
        "Draw any distribution, and see what a game makes of it.",
        (
            r"x \sim p: \quad \hat p = \frac{1}{n} \sum_i \delta_{x_i}",
            r"\min_G\, W_1(\hat p,\; G(z)), \quad z \sim N(0, I)",
        ),
        "A run draws from these points with replacement",
        (
            "Two islands far apart: the manifold has to stretch a bridge between them.",
            "A ring: nothing lies in the middle, and a smooth generator must tear or fold.",
            "One thin line and one broad cloud: which of the two is found first?",
        ),
        Question(
            "Four times as many points lie in island A as in B. What share of fakes should lie "
            "in B?",
            0.2,
            "One in five: a game that minimises a distance learns the shares, too.",
        ),
        "ns-gan-moons",
        "NS-GAN, moons",
    ),
)
