"""What the five decks print, what is right, and what would come of the difference. Free of Qt."""

from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """One erratum.

    Attributes:
        where: deck and place.
        otherwise: what comes of building it as printed.
        page: key of the page that shows it; empty where none does.
        seen: where else in the studio it is right, in words.
    """

    where: str
    printed: str
    right: str
    otherwise: str
    page: str = ""
    seen: str = ""

    def has(self, words: str) -> bool:
        """Whether every word stands somewhere in it."""
        text = " ".join(astuple(self)).casefold()
        return all(word in text for word in words.casefold().split())


_FDIV, _GP = "f-divergences", "critic-surfaces"
SLIPS: tuple[Slip, ...] = (
    Slip(
        "004, the problem with JS",
        "½ log 2 + ½ log 2 = log 4",
        "It is log 2 = 0.693 nats.",
        "A plot of JS twice as high.",
        "four-distances",
    ),
    Slip(
        "001, eq. 3 and 12",
        "JS = KL(P‖M) + KL(Q‖M), later said to end at log 2",
        "A half stands before each KL; as defined it ends at log 4.",
        "JS twice as large.",
        "optimal-discriminator",
    ),
    Slip(
        "003, the range of JS",
        "JS lies between 0 and 1",
        "Between 0 and log 2 in nats; 0 to 1 in bits.",
        "A wrong axis.",
        "four-distances",
    ),
    Slip(
        "003, A.4, four slides",
        "log(2p / (p + q) − log 2)",
        "log(2p / (p + q)) − log 2: the parenthesis closes before the constant.",
        "The logarithm of a negative number wherever 2p / (p + q) is below log 2.",
        "optimal-discriminator",
    ),
    Slip(
        "003, C.2, theorem 5",
        "The −log D gradient is that of KL − JSD",
        "Of KL − 2 JSD.",
        "A decomposition that does not add up.",
        "vanishing-gradients",
    ),
    Slip(
        "003, D.1 and D.3",
        "The plan is summed over x for one marginal, over y for the other",
        "One convention: rows sum to P, columns to Q.",
        "The matrix of the linear program is transposed.",
        "earth-mover",
    ),
    Slip(
        "003, D.3",
        "“⇔” from f(x) + g(y) ≤ d to g ≤ −f",
        "Implications; the maximum is reached at g = −f.",
        "Only the wording.",
        "primal-and-dual",
    ),
    Slip(
        "003, D.5",
        "for t = 0, …, n_critic",
        "n_critic repetitions.",
        "Six critic steps in place of five.",
        seen="Critic steps in Design.",
    ),
    Slip(
        "000, the WGAN algorithm",
        "Every weight is clipped to [−1, 1]",
        "c = 0.01, as the same deck says two slides before.",
        "The Lipschitz constant explodes with depth.",
        _GP,
    ),
    Slip(
        "000, Lipschitz",
        "A bounded gradient makes a function Lipschitz",
        "On a convex domain.",
        "None here.",
        _GP,
    ),
    Slip(
        "000, AC-GAN",
        "L_D holds E log(1 − D_c(G(z, c))), and L_G draws x ~ p_data inside D_x(G(z, c))",
        "D maximises L_S + L_C and G maximises L_C − L_S; G's terms are over z and c alone.",
        "D learns to misclassify fakes.",
        seen="Preset AC-GAN.",
    ),
    Slip(
        "001, semi-supervised loss",
        "D loss = E log P(y | x) − …",
        "A minus stands before the supervised term, too.",
        "The supervised error is maximised.",
        seen="Semi-supervised presets.",
    ),
    Slip(
        "001, eq. 10 and 11",
        "−E_real log P(K + 1 | x) − E_fake log(1 − P(K + 1 | x))",
        "The two are swapped: K + 1 is the class of fakes.",
        "D calls data fake.",
        seen="Semi-supervised presets.",
    ),
    Slip(
        "001, footnote 5",
        "Feature matching is credited to Gulrajani 2017",
        "Salimans et al. 2016.",
        "A wrong citation.",
    ),
    Slip(
        "001, eq. 4 to 6, unrolled GAN",
        "∂L / θ, and k + 1 mixed with K",
        "θ^(k+1) = θ^k + η ∂f / ∂θ^k for k = 0 … K − 1; G's gradient also runs through θ^K.",
        "Without that second path nothing of the method is left.",
        seen="Notes of the unrolled presets.",
    ),
    Slip(
        "001, eq. 19, and 004: the sign",
        "max over D of E D(x) − E D(x̃) + λ GP",
        "D minimises E D(x̃) − E D(x) + λ GP.",
        "The slope is pushed away from 1.",
        _GP,
    ),
    Slip(
        "001, eq. 19: the norm",
        "(∇_‖x̂‖ D)² − 1)²",
        "(‖∇_x̂ D(x̂)‖₂ − 1)², of each sample.",
        "The expression cannot be built.",
        _GP,
    ),
    Slip(
        "001, pull-away term",
        "hᵢᵀhⱼ / ‖hᵢᵀhⱼ‖",
        "The mean over i ≠ j of (hᵢᵀhⱼ / (‖hᵢ‖ ‖hⱼ‖))².",
        "Nothing but ±1.",
        seen="GraphSGAN's terms.",
    ),
    Slip(
        "001, BigGAN: truncation",
        "Truncation helps stabilise training",
        "It acts when sampling from a model that was trained on all of N(0, I): variety for "
        "fidelity.",
        "A network that only ever saw small latents.",
        seen="Truncation in Explore.",
    ),
    Slip(
        "001, BigGAN: orthogonality",
        "λ ‖WᵀW − I‖_F",
        "β ‖WᵀW ⊙ (1 − I)‖²_F: off the diagonal alone, and squared.",
        "The norms are held, too.",
        seen="Penalties in Design.",
    ),
    Slip(
        "001, the table of models",
        "A generative model is P(Y | X)",
        "P(X, Y).",
        "Only the wording.",
    ),
    Slip(
        "002, Pearson and Neyman",
        "The two integrals stand against each other's f",
        "(u − 1)² is ∫(p − q)² / q, and (1 − u)² / u is ∫(p − q)² / p.",
        "One for the other.",
        _FDIV,
    ),
    Slip(
        "002, Jensen-Shannon",
        "The integral has a half, f has none",
        "That f gives 2 JSD.",
        "A factor of 2.",
        _FDIV,
    ),
    Slip(
        "002, α-divergence",
        "∫ p ((q / p)^α − 1) − …",
        "u is p / q: p and q change places in the integral.",
        "α = 2 gives the other χ².",
        _FDIV,
    ),
    Slip(
        "002, f(1) = 0",
        "Required of every row",
        "The GAN row has f(1) = −log 4, and is 2 JSD − log 4.",
        "A “divergence” that starts at −1.386.",
        _FDIV,
    ),
    Slip(
        "002, Kantorovich-Rubinstein",
        "Ground cost and Lipschitz condition in ‖·‖₁",
        "WGAN's code uses ‖·‖₂; the gradient takes the dual norm of what is chosen.",
        "A gradient norm that belongs to no distance.",
        "primal-and-dual",
    ),
    Slip(
        "LSGAN's loss",
        "(D(x) − b)² + (D(G(z)) − a)², without halves",
        "The paper has ½ before each expectation.",
        "Every gradient doubles; the optimum stays.",
        "vanishing-gradients",
    ),
    Slip(
        "004, optimal transport",
        "Finding the plan can be NP-hard",
        "It is a linear program: polynomial, O(n³) for an assignment.",
        "Solvable problems are given up.",
        "primal-and-dual",
    ),
    Slip(
        "004, poll 2",
        "VAEs are implicit models: true",
        "Their likelihood is explicit, by a bound; deck 001 says so.",
        "A wrong answer is marked right.",
    ),
    Slip(
        "004, DILLAFAF",
        "A loss named DILLAFAF, DILLAF or DILLA",
        "A joke: “does it look like a face”. No formula stands behind it.",
        "A search for nothing.",
    ),
    Slip(
        "003, F: zero_grad",
        "model.zero_grad sets all parameters non-trainable",
        "It clears gradients. requires_grad_(False) freezes.",
        "The critic is trained by the generator's step.",
    ),
    Slip(
        "003, F: WGAN",
        "D is trained by MSE",
        "Its output is linear and unbounded, its loss a difference of means.",
        "LSGAN under WGAN's name.",
        "two-critics",
    ),
    Slip(
        "003, G: BatchNorm1d(n, 0.8)",
        "0.8 is taken for the momentum",
        "The second argument is eps; the momentum stays 0.1.",
        "An eps so large that nothing is normalised.",
    ),
    Slip(
        "003, G: cGAN",
        "The slide explains BCELoss, the file uses MSELoss",
        "It is a least-squares cGAN.",
        "A wrong label.",
        seen="Objective in Design.",
    ),
)
